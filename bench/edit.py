"""How soon an edit shows in development: `lissome dev` beside SvelteKit's own `vite dev`, on the same pages.

Saves a `.svelte` file and asks for its page until the HTML shows the edit; starts both servers, with their
caches and without, and waits for the first page. Prints medians and quartiles with the goals, and writes them
to `results/edit.json`; a shortened run writes `results/edit-quick.json`. The method stands in
docs/reference/performance.md.
"""

import datetime as dt
import json
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import click
from editing import apps, report
from editing.edits import EditError
from editing.session import measure_edits, measure_starts
from harness import contenders
from harness.machine import dev_versions, machine, tree_commit
from harness.projects import BENCH, BuildError
from harness.same import UnequalError
from harness.servers import Server, ServerError
from rich.console import Console
from rich.table import Table

from lissome.errors import LissomeError

RESULTS = BENCH / "results"
APPS = {"demo": apps.demo, "routes": apps.three_hundred}

console = Console(width=None if sys.stdout.isatty() else 120)


@click.command(help=(__doc__ or "").split("\n\n", maxsplit=1)[0])
@click.option("--app", "names", multiple=True, type=click.Choice(list(APPS)), help="Measure this one only.")
@click.option("--edits", type=click.IntRange(2), default=20, show_default=True, help="Per place and server.")
@click.option("--starts", type=click.IntRange(0), default=5, show_default=True, help="Per page and server.")
@click.option("--port", type=click.IntRange(1024, 65000), default=5550, show_default=True, help="First of 2.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Where the result file goes.")
def main(*, names: tuple[str, ...], edits: int, starts: int, port: int, output: Path | None) -> None:
    signal.signal(signal.SIGTERM, _end)
    whole = not names and edits >= 20 and starts >= 5
    try:
        result = run(names or tuple(APPS), edits, starts, port)
    except (LissomeError, BuildError, ServerError, UnequalError, EditError) as problem:
        console.print(str(problem), markup=False, style="red", highlight=False)
        sys.exit(1)
    except KeyboardInterrupt:
        console.print("stopped; nothing was written")
        sys.exit(130)
    show(result)
    path = output or RESULTS / ("edit.json" if whole else "edit-quick.json")
    path.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    console.print(f"written: {path}")


def _end(_number: int, _frame: FrameType | None) -> None:
    """Turn a request to end into an exception, so that the servers are stopped on the way out."""
    raise KeyboardInterrupt


def run(names: tuple[str, ...], edits: int, starts: int, port: int) -> dict[str, Any]:
    """Make the apps, measure, and return the result file's content.

    Raises:
        LissomeError, BuildError, ServerError, UnequalError, EditError: what went wrong.
    """
    before = machine()
    measured = [_measure(name, edits, starts, port) for name in names]
    return {
        "machine": before,
        "versions": {**dev_versions(apps.folders(names[0])[0], apps.FRAMEWORK), "commit": tree_commit()},
        "libraries": apps.libraries(),
        "date": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "method": {"edits": edits, "starts": starts},
        "apps": measured,
    }


def _measure(name: str, edits: int, starts: int, port: int) -> dict[str, Any]:
    with console.status(f"making .cache/edit/{name}") as status:
        app = APPS[name]()
        servers = _servers(app, port)
        edited = measure_edits(app, servers, edits, status.update)
        started = measure_starts(app.page, servers, starts, status.update) if starts else None
    return report.app_json(app, edited, started)


def _servers(app: apps.App, port: int) -> tuple[Server, Server]:
    ours, theirs = app.folders
    return contenders.lissome_dev(ours, port), contenders.kit_dev(theirs, port + 1)


def show(result: dict[str, Any]) -> None:
    """Print the tables, with the goals."""
    for columns, rows in (
        (report.EDIT_COLUMNS, report.edit_rows(result)),
        (report.START_COLUMNS, report.start_rows(result)),
        (report.MEMORY_COLUMNS, report.memory_rows(result)),
    ):
        table = Table(*columns, box=None, pad_edge=False)
        for column in table.columns[2:]:
            column.justify = "right"
        for row in rows:
            table.add_row(*row)
        console.print(table, "")
    console.print(", ".join(f"{name} {version}" for name, version in result["versions"].items()), style="dim")


if __name__ == "__main__":
    main()
