"""What a fresh module graph for every render costs, against one graph for all of them.

Both are the same bundle, called through the same crossing into V8. "Fresh" is as shipped: each render makes
its modules and globals anew, in a realm that is frozen. "Shared" makes them for the first render and keeps
them, as SvelteKit on Node does, so that the state of a module goes to the next user. "Patchable" is as fresh,
in an isolate that lets renders change its builtins and undoes that (vite/isolate/realm/patchable_realm.js).

Calls alternate in rounds; ratios are formed within a round. Times are CPU time of this process, V8's thread
included, because that is steadier than the clock on a machine with other things to do.
"""

import datetime as dt
import json
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any

import click
import orjson
import uvloop
from editing.apps import FRAMEWORK
from floor import LOADS, Page, make_page
from harness.inprocess import pin
from harness.machine import dev_versions, machine, tree_commit
from harness.projects import BENCH, build_lissome
from harness.stats import spread
from rich.console import Console
from rich.table import Table

from lissome.ssr import PATCHABLE, Bundle, Isolate, Limits

# What vite/isolate/dispatcher.js does for each render, and what it would do if renders shared their modules.
FRESH = "graphs.make(create_globals(host), host)"
SHARED = "(isolate.graph ??= graphs.make(create_globals(host), host))"
WAYS = ("shared", "fresh", "patchable")

console = Console()


@dataclass(frozen=True, slots=True)
class Round:
    """Seconds per render of each way, and of an empty trip into V8 and back."""

    renders: dict[str, float]
    empty: float


@click.command(help=(__doc__ or "").split("\n\n", maxsplit=1)[0])
@click.option("--rounds", type=click.IntRange(3), default=30, show_default=True)
@click.option("--renders", type=click.IntRange(10), default=300, show_default=True, help="Per round and way.")
@click.option("--build/--no-build", default=True, show_default=True, help="Build the project first.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Where the result file goes.")
def main(*, rounds: int, renders: int, build: bool, output: Path | None) -> None:
    project = build_lissome() if build else BENCH / "build" / "lissome"
    pin(0)
    pages = uvloop.run(measure(project, rounds, renders))
    result = {
        "machine": machine(),
        "versions": {**dev_versions(project, FRAMEWORK), "commit": tree_commit()},
        "date": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "method": {"rounds": rounds, "renders": renders},
        "pages": pages,
    }
    show(result)
    path = output or BENCH / "results" / "fresh.json"
    path.write_text(json.dumps(result, indent=1) + "\n")


async def measure(project: Path, rounds: int, renders: int) -> dict[str, Any]:
    """Return the figures of each page."""
    manifest = json.loads((project / "build" / "manifest.json").read_text())
    isolates = open_isolates(Bundle.read(project / "build" / "server"))
    try:
        return {
            path: summary(await measure_page(isolates, make_page(manifest, path, load), rounds, renders))
            for path, load in LOADS.items()
        }
    finally:
        for isolate in isolates.values():
            isolate.close()


def open_isolates(bundle: Bundle) -> dict[str, Isolate]:
    """Return an isolate for each way.

    Raises:
        ValueError: The bundle is not what this program was written for.
    """
    if bundle.app.count(FRESH) != 1:
        raise ValueError(f"the bundle has no {FRESH}; mend bench/fresh.py after vite/isolate/dispatcher.js")
    shared = Bundle(bundle.prelude, bundle.app.replace(FRESH, SHARED))
    return {
        "shared": Isolate(shared.scripts(), Limits()),
        "fresh": Isolate(bundle.scripts(), Limits()),
        "patchable": Isolate(bundle.scripts(PATCHABLE), Limits()),
    }


async def measure_page(
    isolates: dict[str, Isolate], page: Page, rounds: int, renders: int
) -> Sequence[Round]:
    """Measure a page in rounds; those of the first third are to warm V8 up, and are left out."""
    message = page.before_input + orjson.dumps(page.load()) + b"]}"
    measured = []
    for number in range(rounds + rounds // 3):
        order = WAYS if number % 2 else WAYS[::-1]
        # the patchable one is far slower: fewer calls say as much
        seconds = {
            way: await timed(isolates[way], message, renders // (10 if way == "patchable" else 1))
            for way in order
        }
        measured.append(Round(seconds, await timed(isolates["fresh"], b"d0", renders)))
    return measured[rounds // 3 :]


async def timed(isolate: Isolate, message: bytes, calls: int) -> float:
    """Return the mean CPU seconds of some calls."""
    start = process_time()
    for _ in range(calls):
        await isolate.call(message)
    return (process_time() - start) / calls


def summary(rounds: Sequence[Round]) -> dict[str, Any]:
    """Return the medians over rounds, in microseconds, and the ratios to a shared graph."""
    micros = {way: statistics.median(each.renders[way] for each in rounds) * 1e6 for way in WAYS}
    ratios = {
        way: spread([each.renders[way] / each.renders["shared"] for each in rounds])
        for way in WAYS
        if way != "shared"
    }
    return {
        "us": {way: round(value, 1) for way, value in micros.items()},
        "empty_us": round(statistics.median(each.empty for each in rounds) * 1e6, 1),
        "ratio": {
            way: [round(ratio.median, 2), round(ratio.min, 2), round(ratio.max, 2)]
            for way, ratio in ratios.items()
        },
    }


def show(result: dict[str, Any]) -> None:
    """Print the table."""
    table = Table("page", "graph", "CPU µs per render", "ratio to shared (min-max)", box=None, pad_edge=False)
    for path, figures in result["pages"].items():
        for way in WAYS:
            ratio = figures["ratio"].get(way)
            shown = f"{ratio[0]:.2f} ({ratio[1]:.2f}-{ratio[2]:.2f})" if ratio else ""
            table.add_row(path, way, f"{figures['us'][way]:.1f}", shown)
        table.add_row(path, "an empty trip", f"{figures['empty_us']:.1f}", "")
    console.print(table)


if __name__ == "__main__":
    main()
