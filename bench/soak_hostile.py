"""Does the demo live on under attack? Thirty minutes of hostile requests, and of workers that are killed.

The demo with the routes of tests/apps/hostile is built and served by `lissome serve` with two workers. Twenty
innocent requests a second go on all the time; every five seconds comes one of the attacks, in an order that
the seed decides; once a minute a worker is killed with SIGKILL. No innocent request may fail but those under
way when a worker is killed; 99 % of them are answered within the render's budget and a second; in the end
the server has the memory that it had after a sixth of the time, give or take a tenth.
"""

import json
import signal
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import uvloop

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from fuzz import fresh
from fuzzing import demo
from hostility import attacks
from hostility.soak_run import Pace, SoakRun, run_soak
from hostility.soak_verdict import as_json, complaints, describe
from hostility.target import build_app, python_of, serving

from support.apps import Apps

BENCH = Path(__file__).resolve().parent
BUILD = BENCH / "build" / "soak_hostile"
GRACE = 10
"""Seconds, the default of `lissome serve`: a worker that is replaced answers what it has."""


@click.command(help=__doc__)
@click.option("--seconds", type=click.IntRange(10), default=1800, show_default=True)
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True)
@click.option("--seed", default=1, show_default=True, help="Decides the order of the attacks.")
@click.option("--only", multiple=True, help="An attack's name, its kind, or kind/name; may be repeated.")
@click.option("--checkout", type=click.Path(path_type=Path), help="Test the lissome of this checkout.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write all figures to this file.")
def main(
    *,
    seconds: int,
    workers: int,
    seed: int,
    only: tuple[str, ...],
    checkout: Path | None,
    json_file: Path | None,
) -> None:
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that no server is left behind
    app = build_app(demo_under_attack(BUILD), checkout, BUILD / "built")
    pace = Pace(seconds=seconds)
    with TemporaryDirectory() as folder:
        run = soak(app, Path(folder), pace, workers=workers, seed=seed, only=only, checkout=checkout)
    click.echo(describe(run))
    found = complaints(run)
    click.echo("\n".join(found) or "the demo has held")
    if json_file:
        json_file.write_text(json.dumps(as_json(run), indent=1) + "\n")
    sys.exit(1 if found else 0)


def demo_under_attack(folder: Path) -> Path:
    """A copy of the demo with the hostile routes, not built."""
    sources = fresh(folder / "sources")
    return attacks.mount(Apps(BENCH.parent / "examples", sources).copy("workspace"))


def soak(
    app: Path,
    folder: Path,
    pace: Pace,
    *,
    workers: int = 2,
    seed: int = 1,
    only: tuple[str, ...] = (),
    checkout: Path | None = None,
) -> SoakRun:
    """Serve the built demo, its database and log in `folder`, and attack it."""
    filled = demo.fill(app, folder)
    chosen = [attack for attack in attacks.named(attacks.find(), only) if not attack.rerouting]
    log_file, python = folder / "serve.log", python_of(checkout)
    with serving(
        app, python=python, workers=workers, log_file=log_file, env=filled.env, grace=GRACE
    ) as target:
        cookie = demo.cookies()["admin"].decode()
        run = uvloop.run(run_soak(target, chosen, pace, seed=seed, cookie=cookie, report=click.echo))
    run.end, run.log = target.end, target.log()
    return run


if __name__ == "__main__":
    main()
