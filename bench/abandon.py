"""Open 10 000 streams at a time, leave them at random points, and look for what is left of them.

A fixture app is built and served by `lissome serve` with one worker. Clients on real sockets ask for a page,
for its `__data.json` and for server-sent events, none of which ever ends, and leave: in the middle of the
request, at once, in the first bytes, in the middle of the stream; by closing, by a reset, by closing their
half. Before the first round the worker serves some ordinary requests: what it is then is the baseline. After
each round it is looked at when it has come to rest. Fails when something that a request held is left, when
memory is not back, or when the log says something is wrong.
"""

import asyncio
import resource
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import click
import httpx
import uvloop
from harness.leavers import LAST, TARGETS, Leaver, plans
from harness.overlay import overlay

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from fuzz import fresh
from fuzzing import judge

from support.apps import Apps, build
from support.server import Server, running

BENCH = Path(__file__).resolve().parent
BUILD = BENCH / "build" / "abandon"
ARRIVAL = 300.0
"""Seconds that all clients have to come."""
REST = 60.0
"""Seconds that the worker has to come to rest."""
ORDINARY = 500
"""Requests for small pages before the baseline is taken, and for each kind of stream a hundredth of that."""
PAGES = ("/", "/about")
GIVE_BACK = 60.0
"""Seconds that the worker has to give its memory back: its own two after nearly all have left; and granian's
allocator gives back what was free for ten seconds, little by little, with the requests that follow."""
PACE = 50
"""Requests for small pages per second, meanwhile."""
SPARE_FILES = 200
ENV = {"LISSOME_STREAM_TIMEOUT": "900"}
"""For the server: the streams are to last until they are left."""
TOLERANCE = {
    "heap": 256,
    "rss": 40 << 10,
    "objects": 500,
    "threads": 4,
    "fds": 2,
    "tasks": 0,
    "events": 0,
    "contexts": 0,
}
"""By how much each count may be above the baseline; sizes in KB."""
_ON_PURPOSE = "RuntimeError: on purpose"

Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class Round:
    """What came of one round.

    Attributes:
        outcomes: clients by how it went.
        peak: the worker's counts when all clients had come.
        rest: the worker's counts when all had left; `held` is what the app's own code had not given back.
        seconds: until it had come to rest, from the moment the last client left.
        patience: seconds until its memory was back too, or was waited for no more.
    """

    outcomes: Counter[str]
    peak: Counts
    rest: Counts
    seconds: float
    patience: float


@click.command(help=__doc__)
@click.option("--streams", type=click.IntRange(10), default=10_000, show_default=True, help="At a time.")
@click.option("--rounds", type=click.IntRange(1), default=3, show_default=True)
@click.option("--seed", default=1, show_default=True)
def main(*, streams: int, rounds: int, seed: int) -> None:
    app = build_app(Apps(BENCH.parent / "tests" / "apps", fresh(BUILD)))
    streams = within_the_limit(streams)
    with running(app, log_file=BUILD / "serve.log", env=ENV) as server:
        baseline, done = uvloop.run(play(server, streams, rounds, seed))
        log = server.log()
    wrong = [*compare(baseline, done), *alarms(log)]
    click.echo("\n".join(wrong) or "all is back to the baseline")
    sys.exit(1 if wrong else 0)


def build_app(apps: Apps) -> Path:
    """The basics app with routes that stream, and `/worker`."""
    return build(overlay(apps.copy("basics", to="streams"), "streams", "worker"))


def within_the_limit(streams: int) -> int:
    """Raise this process's limit of open files as far as it goes, and say so if that is not enough."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if streams + SPARE_FILES > hard:
        streams = hard - SPARE_FILES
        click.echo(f"only {streams} streams at a time: a process may have {hard} files open here")
    return streams


async def play(server: Server, streams: int, rounds: int, seed: int) -> tuple[Counts, list[Round]]:
    """The baseline, and the rounds, each with clients of its own."""
    done: list[Round] = []
    async with httpx.AsyncClient(base_url=server.url, timeout=ARRIVAL) as client:
        click.echo(f"cold: {await look(client)}")
        baseline = await warm_up(client)
        click.echo(f"after {ORDINARY} requests and {len(TARGETS) * ORDINARY // 100} streams: {baseline}")
        for number in range(1, rounds + 1):
            done.append(await play_round(client, streams, seed + number - 1, baseline))
            click.echo(describe(f"round {number}", done[-1]))
    return baseline, done


async def warm_up(client: httpx.AsyncClient) -> Counts:
    """The counts after some ordinary use, one request at a time."""
    await ask_for_pages(client, ORDINARY)
    for target in TARGETS * (ORDINARY // 100):
        async with client.stream("GET", target) as response:
            await anext(response.aiter_raw())
    return await look_at_rest(client)


async def ask_for_pages(client: httpx.AsyncClient, count: int) -> None:
    """Ordinary requests."""
    for number in range(count):
        (await client.get(PAGES[number % len(PAGES)])).raise_for_status()


async def play_round(client: httpx.AsyncClient, streams: int, seed: int, baseline: Counts) -> Round:
    """All come, all leave, and the worker comes to rest."""
    port = client.base_url.port
    assert port is not None
    leave = asyncio.Event()
    leavers = [Leaver(plan, leave) for plan in plans(seed, streams)]
    running = [asyncio.ensure_future(leaver.run(port)) for leaver in leavers]
    await asyncio.wait([leaver.arrived for leaver in leavers], timeout=ARRIVAL)
    missing = sum(not leaver.arrived.done() for leaver in leavers)
    peak = await look(client)
    leave.set()
    await asyncio.wait(running, timeout=ARRIVAL + LAST)
    for task in running:
        task.cancel()
    left = time.monotonic()
    outcomes = Counter(leaver.outcome for leaver in leavers)
    await look_at_rest(client)
    seconds = time.monotonic() - left
    rest = await look_for_memory(client, baseline)
    late = Counter({"came too late": missing})
    return Round(outcomes + late, peak, rest, seconds, time.monotonic() - left)


async def look(client: httpx.AsyncClient) -> Counts:
    """The worker's counts, without the request that asks for them."""
    counts: Counts = (await client.get("/worker")).json()
    held: Counts = (await client.get("/streams/open")).json()
    return {
        **counts,
        "events": counts["events"] - 1,
        "contexts": counts["contexts"] - 1,
        "held": sum(held.values()),
    }


async def look_at_rest(client: httpx.AsyncClient) -> Counts:
    """The counts when nothing of any request is there any more, or when there was time enough for that."""
    deadline = time.monotonic() + REST
    while True:
        counts = await look(client)
        if not (counts["contexts"] or counts["events"] or counts["held"]) or time.monotonic() > deadline:
            return counts
        await asyncio.sleep(0.5)


async def look_for_memory(client: httpx.AsyncClient, baseline: Counts) -> Counts:
    """The counts when the memory is back, or when there was time enough for that; meanwhile life goes on."""
    deadline = time.monotonic() + GIVE_BACK
    while True:
        counts = await look_at_rest(client)
        if counts["rss"] <= baseline["rss"] + TOLERANCE["rss"] or time.monotonic() > deadline:
            return counts
        await ask_for_pages(client, PACE)
        await asyncio.sleep(1)


def describe(name: str, done: Round) -> str:
    """Lines for people."""
    how = ", ".join(f"{count} {outcome}" for outcome, count in sorted(done.outcomes.items()))
    when = f"at rest after {done.seconds:.1f} s, and its memory after {done.patience:.0f} s"
    return f"{name}: {how}\n  peak: {done.peak}\n  {when}: {done.rest}"


def compare(baseline: Counts, rounds: list[Round]) -> list[str]:
    """What is not as it was before the first round, in words."""
    wrong = [
        f"round {number}: {name} is {done.rest[name]} at rest, and was {baseline[name]}"
        for number, done in enumerate(rounds, 1)
        for name, tolerance in TOLERANCE.items()
        if done.rest[name] - baseline[name] > tolerance
    ]
    wrong += [
        f"round {number}: {name} is {done.rest[name]} at rest, not 0"
        for number, done in enumerate(rounds, 1)
        for name in ("events", "contexts", "held")
        if done.rest[name]
    ]
    return wrong + [
        f"round {number}: {count} clients: {outcome}"
        for number, done in enumerate(rounds, 1)
        for outcome, count in done.outcomes.items()
        if outcome in ("half closed, and still open", "came too late")
        or outcome.startswith(("no connection", "broken"))
    ]


def alarms(log: str) -> list[str]:
    """What the log must not have; the value that fails on purpose is no alarm."""
    return [text for text in judge.alarms(log) if not text.endswith(_ON_PURPOSE)]


if __name__ == "__main__":
    main()
