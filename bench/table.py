"""Put the figures of the files in `results` into docs/reference/performance.md.

They go between the markers there. With `--check`, change nothing, and fail when the page shows other figures
than the result files.
"""

import json
import sys
from collections.abc import Mapping
from typing import Any

import click
from editing import report
from harness.projects import BENCH
from harness.report import markdown_table

from isolation import rows

PAGE_NAME = "docs/reference/performance.md"
PAGE = BENCH.parent / PAGE_NAME
RESULTS = BENCH / "results"


@click.command(help=__doc__)
@click.option("--check", is_flag=True, help="Only compare.")
def main(*, check: bool) -> None:
    page = PAGE.read_text()
    wanted = page
    for name, render in RENDERED:
        result = RESULTS / f"{name}.json"
        if result.is_file():
            wanted = between(wanted, name, render(json.loads(result.read_text())))
    if check and wanted != page:
        click.echo(f"{PAGE_NAME} does not show the figures of bench/results; run bench/table.py")
        sys.exit(1)
    if wanted != page:
        PAGE.write_text(wanted)


def between(page: str, name: str, text: str) -> str:
    """Return the page with other text between the two markers of a name.

    Raises:
        ValueError: A marker is missing.
    """
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, _, rest = page.partition(begin)
    _, marker, after = rest.partition(end)
    if not marker:
        raise ValueError(f"{PAGE_NAME} needs the lines {begin} and {end}, in this order.")
    return f"{before}{begin}\n\n{text}\n\n{end}{after}"


def figures(result: Mapping[str, Any]) -> str:
    """Return the table and, below it, where and how it was measured."""
    return "\n\n".join([markdown_table(result["cases"]), _where(result), _isolation(result)])


def soak(result: Mapping[str, Any]) -> str:
    """Return the soak's verdicts as a list."""
    lines = [f"- {verdict}" for verdict in result["verdicts"]]
    return "\n".join([f"Measured {result['date'][:10]}:", "", *lines])


def fresh(result: Mapping[str, Any]) -> str:
    """Return what a fresh graph costs, as a table."""
    lines = ["|  | shared graph | fresh graph | ratio (min-max) | patchable |", "|---|--:|--:|--:|--:|"]
    for path, page in result["pages"].items():
        ratio, least, most = page["ratio"]["fresh"]
        micros = [f"{page['us'][way]:,.0f} µs".replace(",", " ") for way in ("shared", "fresh", "patchable")]
        name = {"/": "small page", "/table": "50-row table"}.get(path, path)
        lines.append(
            f"| {name} | {micros[0]} | {micros[1]} | {ratio:.2f} ({least:.2f}-{most:.2f}) | {micros[2]} |"
        )
    empty = [f"{page['empty_us']:.0f}" for page in result["pages"].values()]
    note = f"Measured {result['date'][:10]}; of each, {' and '.join(empty)} µs are the trip into V8 and back."
    return "\n".join([*lines, "", note])


def isolation(result: Mapping[str, Any]) -> str:
    """Return what misbehaving components do on each side, as a table."""
    sides = list(result["trials"])
    lines = [f"| page |  | {' | '.join(sides)} |", f"|---|---|{'---|' * len(sides)}"]
    lines += [f"| {' | '.join(row)} |" for row in rows(result)]
    versions = result["versions"]
    chosen = ("lissome", "mini-racer", "node", "@sveltejs/kit", "svelte", "@sveltejs/adapter-node")
    told = ", ".join(f"{name} {versions[name]}" for name in chosen)
    return "\n".join([*lines, "", f"Measured {result['date'][:10]}. {told}."])


def edit(result: Mapping[str, Any]) -> str:
    """Return how soon edits and first pages show, and what the servers hold, as tables."""
    tables = (
        (report.EDIT_COLUMNS, report.edit_rows(result)),
        (report.START_COLUMNS, report.start_rows(result)),
        (report.MEMORY_COLUMNS, report.memory_rows(result)),
    )
    parts = [
        "\n".join(f"| {' | '.join(row)} |" for row in (columns, ["---"] * len(columns), *rows))
        for columns, rows in tables
    ]
    machine, used = result["machine"], {**result["versions"], **result["libraries"]}
    versions = ", ".join(f"{name} {version}" for name, version in used.items())
    where = f"Measured {result['date'][:10]} on {machine['cpu']}, {machine['cores']} cores. {versions}."
    return "\n\n".join([*parts, where])


def _where(result: Mapping[str, Any]) -> str:
    machine, method = result["machine"], result["method"]
    versions = ", ".join(f"{name} {version}" for name, version in result["versions"].items())
    return (
        f"Measured {result['date'][:10]} on {machine['cpu']}, {machine['cores']} cores, "
        f"{machine['memory_gb']} GB, {machine['kernel']}; {method['rounds']} rounds of {method['seconds']} s "
        f"per server and case, {method['connections']} connections. {versions}."
    )


def _isolation(result: Mapping[str, Any]) -> str:
    counts = result["method"]["module_counter_on_three_visits"]
    return (
        "A counter at module level, shown to three visitors in turn: "
        f"lissome {_listed(counts['ours'])}; SvelteKit on Node {_listed(counts['theirs'])}."
    )


def _listed(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers))


RENDERED = (
    ("latest", figures),
    ("soak", soak),
    ("fresh", fresh),
    ("isolation", isolation),
    ("edit", edit),
)

if __name__ == "__main__":
    main()
