"""Measure lissome beside SvelteKit on Node, on the same Svelte pages: `make bench`.

Prints a table of requests per second, latencies, CPU and memory with the ratios between both, and writes it
to `results/latest.json`. A shortened run (`--quick`, `--case`, `--only`) writes `results/quick.json` instead,
so that only whole runs are ever published. The method stands in docs/reference/performance.md.
"""

import datetime as dt
import json
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import click
from harness import cases, contenders, report
from harness.load import Load, LoadError, ensure_wrk
from harness.machine import machine, versions
from harness.projects import BENCH, BuildError, build_kit, build_lissome
from harness.rounds import Plan, WarmUp, measure
from harness.same import UnequalError, renders_seen, require_isolation
from harness.servers import Server, ServerError, running
from rich.console import Console
from rich.table import Table

RESULTS = BENCH / "results"
CONNECTIONS = 16

console = Console(width=None if sys.stdout.isatty() else 120)


@click.command(help=(__doc__ or "").split("\n\n", maxsplit=1)[0])
@click.option("--quick", is_flag=True, help="Two short rounds: a look, not a measurement.")
@click.option("--case", "names", multiple=True, type=click.Choice([case.name for case in cases.CASES]))
@click.option("--only", type=click.Choice(["ours", "theirs"]), help="Measure one side, without ratios.")
@click.option("--floor", is_flag=True, help="Also measure a bare handler on the pages (floor.py).")
@click.option("--rounds", type=click.IntRange(1, 50), help="Rounds per case. [default: 7; 2 with --quick]")
@click.option("--seconds", type=click.IntRange(1, 60), help="Length of a round. [default: 3; 1 with --quick]")
@click.option("--connections", type=click.IntRange(1, 256), default=CONNECTIONS, show_default=True)
@click.option("--port", type=click.IntRange(1024, 65000), default=5510, show_default=True, help="First of 3.")
@click.option("--build/--no-build", default=True, show_default=True, help="Build both projects first.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Where the result file goes.")
def main(
    *,
    quick: bool,
    names: tuple[str, ...],
    only: str | None,
    floor: bool,
    rounds: int | None,
    seconds: int | None,
    connections: int,
    port: int,
    build: bool,
    output: Path | None,
) -> None:
    signal.signal(signal.SIGTERM, _end)
    plan = Plan(
        rounds=rounds or (2 if quick else 7),
        seconds=seconds or (1 if quick else 3),
        warm_up=WarmUp(1, 8) if quick else WarmUp(2, 20),
        server_core=0,
        load=Load(core=1, connections=connections),
    )
    partial = bool(quick or names or only)
    try:
        result = run(plan, cases.pick(names), only, port, floor=floor, build=build)
    except (LoadError, ServerError, BuildError, UnequalError) as problem:
        console.print(str(problem), markup=False, style="red", highlight=False)
        sys.exit(1)
    except KeyboardInterrupt:
        console.print("stopped; nothing was written")
        sys.exit(130)
    show(result)
    write(result, output or RESULTS / ("quick.json" if partial else "latest.json"))


def _end(_number: int, _frame: FrameType | None) -> None:
    """Turn a request to end into an exception, so that the servers are stopped on the way out."""
    raise KeyboardInterrupt


def run(
    plan: Plan, chosen: tuple[cases.Case, ...], only: str | None, port: int, *, floor: bool, build: bool
) -> dict[str, Any]:
    """Build, check, measure; return the result file's content.

    Raises:
        LoadError, ServerError, BuildError, UnequalError: Nothing worth publishing came out, and why.
    """
    ensure_wrk()
    before = machine()
    servers = prepare(only, port, floor=floor, build=build)
    counts = check_isolation(servers, plan.server_core)
    measured = [measure_case(case, servers, plan) for case in chosen]
    return {
        "machine": before,
        "versions": versions(BENCH / "build" / "kit"),
        "date": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "method": {
            "rounds": plan.rounds,
            "seconds": plan.seconds,
            "most_warm_up_seconds": plan.warm_up.slice_seconds * plan.warm_up.most_slices,
            "connections": plan.load.connections,
            "server_core": plan.server_core,
            "load_core": plan.load.core,
            "module_counter_on_three_visits": counts,
        },
        "cases": measured,
    }


def prepare(only: str | None, port: int, *, floor: bool, build: bool) -> dict[str, Server]:
    """Build what is asked for and return the servers by side."""
    servers: dict[str, Server] = {}
    if only != "theirs":
        servers["ours"] = contenders.lissome(_project("lissome", build=build), port)
    if only != "ours":
        servers["theirs"] = contenders.kit(_project("kit", build=build), port + 1)
    if floor:
        servers["floor"] = contenders.floor(BENCH / "build" / "lissome", port + 2)
    return servers


def _project(name: str, *, build: bool) -> Path:
    if not build:
        return BENCH / "build" / name
    with console.status(f"building bench/build/{name}"):
        return {"lissome": build_lissome, "kit": build_kit}[name]()


def check_isolation(servers: dict[str, Server], core: int) -> dict[str, list[int]]:
    """Require fresh modules from ours, and note what a module-level counter shows on each side.

    Raises:
        UnequalError: lissome shared a module between renders.
    """
    counts: dict[str, list[int]] = {}
    for side in ("ours", "theirs"):
        if side in servers:
            with running(servers[side], core) as live:
                if side == "ours":
                    require_isolation(live.server.url)
                counts[side] = renders_seen(live.server.url)
    return counts


def measure_case(case: cases.Case, servers: dict[str, Server], plan: Plan) -> dict[str, Any]:
    """Measure one case on all servers that can answer it (the bare handler has only pages)."""
    sides = [side for side in servers if side != "floor" or case.kind == "page"]
    with console.status(case.title) as status:
        measured = measure(case, [servers[side] for side in sides], plan, status.update)
    return report.case_json(case, contenders.KIT, dict(zip(sides, measured, strict=True)))


def show(result: dict[str, Any]) -> None:
    """Print the table, what was compared, and what to mind."""
    table = Table(*report.COLUMNS, box=None, pad_edge=False)
    for column in table.columns[2:]:
        column.justify = "right"
    for row in report.table_rows(result["cases"]):
        table.add_row(*row)
    console.print(table)
    console.print(", ".join(f"{name} {version}" for name, version in result["versions"].items()), style="dim")
    for warning in report.warnings(result["cases"]):
        console.print(warning, style="yellow")


def write(result: dict[str, Any], path: Path) -> None:
    """Write the result file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    console.print(f"written: {path}")


if __name__ == "__main__":
    main()
