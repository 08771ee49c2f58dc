"""Put the figures of `results/latest.json` and `results/soak.json` into docs/benchmarks.md.

They go between the markers there. With `--check`, change nothing, and fail when the page shows other figures
than the result files.
"""

import json
import sys
from collections.abc import Mapping
from typing import Any

import click
from harness.projects import BENCH
from harness.report import markdown_table

PAGE = BENCH.parent / "docs" / "benchmarks.md"
RESULTS = BENCH / "results"


@click.command(help=__doc__)
@click.option("--check", is_flag=True, help="Only compare.")
def main(*, check: bool) -> None:
    page = PAGE.read_text()
    wanted = page
    for name, render in (("latest", figures), ("soak", soak)):
        result = RESULTS / f"{name}.json"
        if result.is_file():
            wanted = between(wanted, name, render(json.loads(result.read_text())))
    if check and wanted != page:
        click.echo("docs/benchmarks.md does not show the figures of bench/results; run bench/table.py")
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
        raise ValueError(f"docs/benchmarks.md needs the lines {begin} and {end}, in this order.")
    return f"{before}{begin}\n\n{text}\n\n{end}{after}"


def figures(result: Mapping[str, Any]) -> str:
    """Return the table and, below it, where and how it was measured."""
    return "\n\n".join([markdown_table(result["cases"]), _where(result), _isolation(result)])


def soak(result: Mapping[str, Any]) -> str:
    """Return the soak's verdicts as a list."""
    lines = [f"- {verdict}" for verdict in result["verdicts"]]
    return "\n".join([f"Measured {result['date'][:10]}:", "", *lines])


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


if __name__ == "__main__":
    main()
