"""Where the time of one request goes on lissome, stage by stage.

Requests go straight into the ASGI application in this process, one after the other, on one core. The
functions of each stage are wrapped from outside while it is measured; the product knows nothing of it.
Figures are medians. Parsing HTTP and writing to the socket are granian's and are not in here.
"""

import asyncio
import statistics
from collections.abc import Sequence
from time import perf_counter

import click
import uvloop
from harness import cases
from harness.inprocess import application, pin, request
from harness.projects import BENCH, build_lissome
from harness.stopwatch import Stage, watched
from rich.console import Console
from rich.table import Table

from lissome.app import App

STAGES = (
    Stage(
        "begin: URL, headers, context",
        (
            "lissome.server.request.incoming:read_request",
            "lissome.server.request.context:RequestContext.of",
        ),
    ),
    Stage("find the route", ("lissome.routing.router:Router.match",)),
    Stage("rules: csrf, slash, hooks, etag", ("lissome.server.respond:respond",)),
    Stage("load (the app's function in it)", ("lissome.server.page.load_data:Loads.run",)),
    Stage(
        "encode the data",
        (
            "lissome.server.page.data_serializer:PageData.add_node",
            "lissome.server.page.data_serializer:JsonData.encode",
        ),
    ),
    Stage("render input", ("lissome.server.page.render_page:PageRender._message",)),
    Stage("V8: cross, render, cross back", ("lissome.ssr.isolate:Isolate.call",)),
    Stage("document", ("lissome.server.page.document:make_document",)),
    Stage(
        "page, data, endpoint: the rest",
        (
            "lissome.server.page.render_page:render_page",
            "lissome.server.data:render_data",
            "lissome.server.endpoint:render_endpoint",
        ),
    ),
    Stage("send", ("lissome.app:_send_whole",)),
    Stage("ASGI entry and the rest", ("lissome.app:App.__call__",)),
)

console = Console()


@click.command(help=(__doc__ or "").split("\n\n", maxsplit=1)[0])
@click.option("--case", "names", multiple=True, type=click.Choice([case.name for case in cases.CASES]))
@click.option("--requests", type=click.IntRange(100), default=3000, show_default=True)
@click.option("--build/--no-build", default=True, show_default=True, help="Build the project first.")
def main(*, names: tuple[str, ...], requests: int, build: bool) -> None:
    project = build_lissome() if build else BENCH / "build" / "lissome"
    pin(0)

    async def measure() -> None:
        async with application(project) as app:
            for case in cases.pick(names):
                show(case, *await measure_case(app, case.path, requests), requests)
            console.print(f"an empty trip to V8 and back: {await empty_trip(app, requests) * 1e6:.1f} µs")

    uvloop.run(measure())


async def measure_case(app: App, path: str, requests: int) -> tuple[dict[str, float], float]:
    """Return the median seconds of each stage, and of the whole request without any wrapping."""
    await timed(app, path, requests)
    with watched(STAGES) as watch:
        rounds = []
        for _ in range(requests):
            await request(app, path)
            rounds.append(watch.take())
    whole = statistics.median(await timed(app, path, requests))
    return medians(rounds), whole


def medians(rounds: Sequence[dict[str, float]]) -> dict[str, float]:
    """Return the median of each stage over requests; a stage that most requests skip is left out."""
    found = {}
    for stage in STAGES:
        spent = [each[stage.name] for each in rounds if stage.name in each]
        if len(spent) > len(rounds) // 2:
            found[stage.name] = statistics.median(spent)
    return found


async def timed(app: App, path: str, requests: int) -> list[float]:
    """Return the seconds of each of some requests."""
    seconds = []
    for _ in range(requests):
        start = perf_counter()
        await request(app, path)
        seconds.append(perf_counter() - start)
    return seconds


async def empty_trip(app: App, trips: int) -> float:
    """Return the median seconds of a call into V8 that does nothing: it forgets a render that never was."""
    engine = app.runtime.renderer.engine
    seconds = []
    for _ in range(trips):
        start = perf_counter()
        await engine.call(b"d0")
        seconds.append(perf_counter() - start)
        await asyncio.sleep(0)
    return statistics.median(seconds)


def show(case: cases.Case, stages: dict[str, float], whole: float, requests: int) -> None:
    """Print one case's stages, in the order of the table above."""
    total = sum(stages.values())
    table = Table(f"{case.title}, {requests} requests", "µs", "share", box=None, pad_edge=False)
    for column in table.columns[1:]:
        column.justify = "right"
    for name, seconds in stages.items():
        table.add_row(name, f"{seconds * 1e6:.1f}", f"{seconds / total:.0%}")
    table.add_row("sum", f"{total * 1e6:.1f}", "")
    table.add_row("a request without the stopwatch", f"{whole * 1e6:.1f}", "")
    console.print(table, "")


if __name__ == "__main__":
    main()
