"""Does memory grow with the number of renders? 30 000 pages over HTTP, and as many in process.

Over HTTP, the RSS of lissome's whole process tree is sampled, garbage that V8 has not collected yet included.
In process, V8 is made to collect before each sample of RSS and of its heap, so that only what is kept counts;
16 renders run at a time, as under load. A line is fitted through the samples after a warm-up; its slope
is given in KB per 1000 requests with its 95 % interval. Writes `results/soak.json`; ends with 1
when something grows.
"""

import asyncio
import datetime as dt
import json
import sys
from dataclasses import asdict, dataclass

import click
import psutil
import uvloop
from harness import usage
from harness.contenders import lissome
from harness.inprocess import application, pin, request
from harness.load import Load, ensure_wrk, press
from harness.projects import BENCH, build_lissome
from harness.servers import running
from harness.stats import Line, fit

from lissome.app import App
from lissome.ssr.isolate import Isolate

PATH = "/table"
CONCURRENT = 16
STEP = 1000
"""Renders in process between two samples."""
STEADY = 16.0
"""KB per 1000 requests up to which a slope is no growth: 1.6 MB after 100 000 requests."""
SURE = 50.0
"""KB per 1000 requests that the upper end of the slope's interval must not pass to call it flat."""


@dataclass(frozen=True, slots=True)
class Samples:
    """Kilobytes, and the number of requests served when they were measured."""

    what: str
    requests: list[int]
    kilobytes: list[int]


@click.command(help=(__doc__ or "").split("\n\n", maxsplit=1)[0])
@click.option("--renders", type=click.IntRange(2000), default=30_000, show_default=True)
@click.option(
    "--warm-up", type=click.IntRange(0), default=60_000, show_default=True, help="Renders before them."
)
@click.option("--port", default=5520, show_default=True)
@click.option("--build/--no-build", default=True, show_default=True, help="Build the project first.")
def main(*, renders: int, warm_up: int, port: int, build: bool) -> None:
    project = build_lissome() if build else BENCH / "build" / "lissome"
    ensure_wrk()
    with running(lissome(project, port), core=0) as live:
        found = [over_http(live.process, live.server.url + PATH, renders, warm_up)]
    pin(0)
    found += uvloop.run(in_process(renders, warm_up))
    verdicts = [describe(samples) for samples in found]
    click.echo("\n".join(verdicts))
    write(found, verdicts)
    sys.exit(1 if any(judge(per_thousand(samples)) == "it grows" for samples in found) else 0)


def write(found: list[Samples], verdicts: list[str]) -> None:
    """Write the verdicts and the samples behind them."""
    date = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    content = {"date": date, "verdicts": verdicts, "samples": [asdict(samples) for samples in found]}
    (BENCH / "results" / "soak.json").write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n")


def over_http(process: psutil.Process, url: str, renders: int, warm_up: int) -> Samples:
    """Press the server in slices of a second and look at its process tree after each."""
    load = Load(core=1, connections=CONCURRENT)
    served, samples = 0, Samples("RSS, all processes, over HTTP", [], [])
    while served < warm_up + renders:
        served += press(url, 1, load).requests
        if served >= warm_up:
            samples.requests.append(served)
            samples.kilobytes.append(round(usage.rss_mb(process) * 1024))
    return samples


async def in_process(renders: int, warm_up: int) -> list[Samples]:
    """Render in this process, and look at it and at V8's heap each time V8 has collected its garbage."""
    rss, heap = Samples("RSS, in process, V8 collected", [], []), Samples("V8's live heap", [], [])
    this = psutil.Process()
    async with application(BENCH / "build" / "lissome") as app:
        served = await _serve(app, warm_up)
        while served < warm_up + renders:
            served += await _serve(app, STEP)
            live = _live_heap(app)
            for samples, size in ((rss, this.memory_info().rss), (heap, live)):
                samples.requests.append(served)
                samples.kilobytes.append(round(size / 1024))
    return [rss, heap]


async def _serve(app: App, count: int) -> int:
    served = 0
    while served < count:
        await asyncio.gather(*[request(app, PATH) for _ in range(CONCURRENT)])
        served += CONCURRENT
    return served


def _live_heap(app: App) -> int:
    """Bytes that survive a full collection. What was garbage says nothing about leaks."""
    engine = app.runtime.renderer.engine
    assert isinstance(engine, Isolate)
    engine.context.notify_low_memory()
    return engine.heap_statistics()["used_heap_size"]


def describe(samples: Samples) -> str:
    """Return a line of text with both ends, the slope and the verdict."""
    line = per_thousand(samples)
    first, last = samples.kilobytes[0] / 1024, samples.kilobytes[-1] / 1024
    ends = f"{first:.1f} MB after {samples.requests[0]} requests, {last:.1f} MB after {samples.requests[-1]}"
    slope = f"{line.slope:+.1f} ± {line.half_width:.1f} KB per 1000 requests"
    return f"{samples.what}: {ends}; {slope}: {judge(line)}"


def judge(line: Line) -> str:
    """Say what a slope in KB per 1000 requests means, with its doubt."""
    if line.slope > STEADY and line.slope > line.half_width:
        return "it grows"
    if line.slope + line.half_width <= SURE:
        return "flat"
    return "not clear, try more --renders"


def per_thousand(samples: Samples) -> Line:
    """Fit kilobytes over thousands of requests."""
    return fit([count / 1000 for count in samples.requests], samples.kilobytes)


if __name__ == "__main__":
    main()
