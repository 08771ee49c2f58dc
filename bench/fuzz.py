"""Send random and mutated requests to the running demo, and see that nothing breaks.

The demo is copied, built and served by `lissome serve` with one worker; requests are recorded from it,
mutated, and sent over real sockets. Fails when an answer is wrong (a 5xx that the demo does not make on
purpose, the server's inside on the wire, something injected, no end in time), when the log has a traceback or
a warning, when the worker grows, or died. The same seed makes the same requests.
"""

import asyncio
import re
import shutil
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote_to_bytes

import click
import uvloop
from harness.overlay import overlay
from harness.stats import fit

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from fuzzing import chance, corpus, demo
from fuzzing.campaign import Campaign, Failure
from fuzzing.client import send_alone
from fuzzing.message import Message

from lissome.manifest import load_manifest
from support.apps import Apps, build
from support.server import Server, running

BENCH = Path(__file__).resolve().parent
BUILD = BENCH / "build" / "fuzz"
WARM_UP = 0.3
"""Share of the requests before growth is looked for: caches fill, and the allocator finds its size."""
STEADY = {
    "heap": 16.0,
    "rss": 24.0,
    "objects": 20.0,
    "threads": 0.05,
    "fds": 0.05,
    "tasks": 0.02,
    "events": 0.02,
}
"""By how much each count may rise per 1000 requests; sizes in KB."""


@click.command(help=__doc__)
@click.option("--requests", type=click.IntRange(1), default=100_000, show_default=True)
@click.option(
    "--window", type=click.IntRange(100), default=2500, show_default=True, help="Requests between looks."
)
@click.option("--seed", default=1, show_default=True)
@click.option("--only", type=int, help="Send the request with this number, and show it and its answer.")
def main(*, requests: int, window: int, seed: int, only: int | None) -> None:
    app = build_demo()
    with TemporaryDirectory() as folder:
        campaign = attack(app, Path(folder), requests=requests, window=window, seed=seed, only=only)
    if only is not None:
        return
    click.echo(table(campaign))
    growth = judge_growth(campaign.samples)
    click.echo("\n".join([*(reproduction(failure, seed) for failure in campaign.failures[:20]), *growth]))
    wrong, alarms = len(campaign.failures), len(campaign.alarms)
    click.echo(f"{requests} requests, {wrong} wrong answers, {alarms} alarms in the log")
    sys.exit(1 if wrong or alarms or any("IT GROWS" in text for text in growth) else 0)


def attack(
    app: Path, folder: Path, *, requests: int, window: int, seed: int, only: int | None = None
) -> Campaign:
    """Serve the demo, its database and log in `folder`, and send the requests, or only one of them."""
    filled = demo.fill(app, folder)
    with running(app, log_file=folder / "serve.log", env=filled.env) as server:
        campaign = prepare(server, filled, seed)
        if only is None:
            uvloop.run(campaign.run(requests, window, click.echo))
        else:
            show(campaign, only)
    return campaign


def build_demo() -> Path:
    """A built copy of the demo, with `/worker`."""
    apps = Apps(BENCH.parent / "examples", fresh(BUILD))
    return build(overlay(apps.copy("workspace"), "worker"))


def fresh(folder: Path) -> Path:
    """An empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def prepare(server: Server, filled: demo.Demo, seed: int) -> Campaign:
    """Record, and put the parts together."""
    recorded = corpus.record(server.url, demo.cookies())
    groups = chance.group(recorded)
    click.echo(f"{len(recorded)} requests of {len(groups)} kinds recorded at {server.url}")
    port = int(server.url.rpartition(":")[2])
    return Campaign(port, groups, seed, router(filled.app), server.log, filled.restore)


def router(app: Path) -> Callable[[Message], str]:
    """Tell the route that a request's path names; for the table only."""
    routes = [
        (re.compile(route.pattern.encode()), route.id)
        for route in load_manifest(app / "build" / "manifest.json").routes
    ]

    def route_of(message: Message) -> str:
        if message.raw is not None:
            return "(broken framing)"
        path = unquote_to_bytes(message.target.partition(b"?")[0])
        bare = re.sub(rb"(/__data\.json|\.html__data\.json|/__route\.js)$", b"", path) or b"/"
        data = " data" if bare != path else ""
        found = next((name for pattern, name in routes if pattern.fullmatch(bare)), None)
        if found is None:
            return "/_app" if path.startswith(b"/_app") else "(no route)"
        return f"{message.method.decode('latin-1')[:8]} {found}{data}"

    return route_of


def table(campaign: Campaign) -> str:
    """How many requests reached what."""
    rows: dict[str, Counter[str]] = {}
    for (route, status), count in campaign.reached.items():
        rows.setdefault(route, Counter())[status] += count
    lines = [f"{sum(row.values()):7d}  {route:36}  {_counts(row)}" for route, row in rows.items()]
    lines.sort(reverse=True)
    rare = f"       (and {len(lines) - 45} rarer)" if len(lines) > 45 else ""
    return "\n".join([*lines[:45], rare, _counts(campaign.statuses), _counts(campaign.mutations)])


def _counts(counter: Counter[str]) -> str:
    return ", ".join(f"{name}: {count}" for name, count in counter.most_common())


def judge_growth(samples: list[dict[str, int]]) -> list[str]:
    """For each count its line through the samples after the warm-up, in words."""
    settled = samples[int(len(samples) * WARM_UP) :]
    return [_growth(name, settled, steady) for name, steady in STEADY.items()] if len(settled) > 3 else []


def _growth(name: str, samples: list[dict[str, int]], steady: float) -> str:
    ys = [sample[name] for sample in samples]
    line = fit([sample["requests"] / 1000 for sample in samples], ys)
    verdict = "IT GROWS" if line.slope > steady and line.slope > line.half_width else "flat"
    slope = f"{line.slope:+.2f} ± {line.half_width:.2f} per 1000 requests"
    return f"{name}: {ys[0]} after the warm-up, {ys[-1]} at the end; {slope}: {verdict}"


def reproduction(failure: Failure, seed: int) -> str:
    """What to paste: the command, and the bytes for a regression test."""
    wire = failure.message.wire()
    shown = repr(wire) if len(wire) < 2000 else f"{wire[:1200]!r} ... {len(wire)} bytes"
    story = " > ".join(failure.message.story)
    again = f"make fuzz ARGS='--seed {seed} --only {failure.number}'"
    return f"\nrequest {failure.number} ({story})\n  {failure.problem}\n  again: {again}\n  {shown}"


def show(campaign: Campaign, number: int) -> None:
    """Send one request again and print everything."""
    message = chance.make(campaign.corpus, campaign.seed, number)
    campaign.restore()
    outcome = asyncio.run(send_alone(campaign.port, message))
    click.echo(f"{' > '.join(message.story)}\n{message.wire()!r}\n")
    for answer in outcome.answers:
        click.echo(f"{answer.status} {answer.headers}\n{answer.body[:3000].decode(errors='replace')}")
    click.echo(f"{outcome.problem or ''}\n{campaign.log()[-6000:]}")


if __name__ == "__main__":
    main()
