"""Attack a server with each of the hostile routes, and see what is left of it for everybody else.

The app tests/apps/hostile is built and served by `lissome serve`, anew for each attack. Innocent pages are
asked for beside the hostile request, a static file and an endpoint every 20 ms all the time; memory,
processes and the log are looked at. A line of the table says what was seen and whether the server held.
"""

import json
import signal
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import uvloop

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from hostility import attacks
from hostility.attack_run import AttackRun, Plan, run_attack
from hostility.attacks import Attack
from hostility.report import HEAD, as_json, describe, summary
from hostility.target import Target, build_app, python_of, serving
from hostility.verdict import Limits

BENCH = Path(__file__).resolve().parent
BUILD = BENCH / "build" / "hostile"


@click.command(help=__doc__)
@click.option("--only", multiple=True, help="An attack's name, its kind, or kind/name; may be repeated.")
@click.option("--workers", multiple=True, type=click.IntRange(1), default=(1, 2), show_default=True)
@click.option("--count", multiple=True, type=click.IntRange(1), default=(1, 3), show_default=True)
@click.option("--patience", default=40.0, show_default=True, help="Seconds for the hostile answer.")
@click.option("--settle", default=20.0, show_default=True, help="Seconds to come to rest afterwards.")
@click.option("--peak", default=1024.0, show_default=True, help="Megabytes that a worker may take.")
@click.option("--checkout", type=click.Path(path_type=Path), help="Test the lissome of this checkout.")
@click.option("--url", help="Test the server that runs there, with these routes.")
@click.option("--pid", type=int, help="The first process of the server at --url.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write all figures to this file.")
@click.option("--list", "listing", is_flag=True, help="List the attacks, and do nothing.")
def main(
    *,
    only: tuple[str, ...],
    workers: tuple[int, ...],
    count: tuple[int, ...],
    patience: float,
    settle: float,
    peak: float,
    checkout: Path | None,
    url: str | None,
    pid: int | None,
    json_file: Path | None,
    listing: bool,
) -> None:
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that no server is left behind
    chosen = _chosen(only)
    if listing:
        click.echo("\n".join(attack.label for attack in chosen))
        return
    apps = {} if url else _build({attack.rerouting for attack in chosen}, checkout)
    limits, runs = Limits(peak=peak), []
    click.echo(HEAD)
    for size in workers if url is None else workers[:1]:
        for attack in chosen:
            for number in count:
                plan = Plan(number, patience, settle)
                target = None if url is None else Target(_port(url), size, root=pid)
                run = attack_once(
                    apps.get(attack.rerouting), attack, plan, size, checkout=checkout, target=target
                )
                runs.append(run)
                click.echo(describe(run, limits))
                _write(json_file, runs, limits)
    click.echo(summary(runs, limits))
    sys.exit(1 if any(one["reasons"] for one in as_json(runs, limits)) else 0)


def attack_once(
    app: Path | None,
    attack: Attack,
    plan: Plan,
    workers: int,
    *,
    checkout: Path | None = None,
    target: Target | None = None,
) -> AttackRun:
    """Attack a running server, or one that is started for it and stopped afterwards."""
    if target is not None:
        return uvloop.run(run_attack(target, attack, plan))
    assert app
    with TemporaryDirectory() as folder:
        log_file, python = Path(folder) / "serve.log", python_of(checkout)
        with serving(app, python=python, workers=workers, log_file=log_file) as served:
            run = uvloop.run(run_attack(served, attack, plan))
            served.hangs = run.hangs
        run.end = [] if run.died else served.end
        run.log = served.log()
    return run


def _build(kinds: set[bool], checkout: Path | None) -> dict[bool, Path]:
    """The built apps, by whether they reroute."""
    BUILD.mkdir(parents=True, exist_ok=True)
    folder = BUILD / (checkout.resolve().name if checkout else "")
    with TemporaryDirectory(dir=BUILD) as sources:
        return {
            rerouting: build_app(
                attacks.with_rerouting(Path(sources)) if rerouting else attacks.APP,
                checkout,
                folder / ("rerouting" if rerouting else "hostile"),
            )
            for rerouting in kinds
        }


def _chosen(only: tuple[str, ...]) -> list[Attack]:
    try:
        return attacks.named(attacks.find(), only)
    except ValueError as failure:
        raise click.UsageError(str(failure)) from failure


def _port(url: str) -> int:
    return int(url.rstrip("/").rpartition(":")[2])


def _write(file: Path | None, runs: list[AttackRun], limits: Limits) -> None:
    if file:
        file.write_text(json.dumps(as_json(runs, limits), indent=1) + "\n")


if __name__ == "__main__":
    main()
