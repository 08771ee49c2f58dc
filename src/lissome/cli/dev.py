"""`lissome dev`."""

from __future__ import annotations

from pathlib import Path

import click

from lissome.bind_address import check_address
from lissome.cli.arguments import address_options, root_argument

EPILOG = """\b
Examples:
  lissome dev
  lissome dev examples/workspace --port 3000
  lissome dev --no-guard            without the state guard
"""


@click.command(epilog=EPILOG, short_help="Run the app while you write it.")
@root_argument
@address_options(port=5173)
@click.option(
    "--guard/--no-guard",
    default=True,
    show_default=True,
    help="Report state that requests share, and resources that they leave behind.",
)
@click.option("--log/--no-log", default=True, show_default=True, help="Print a line for each request.")
@click.option(
    "--inspector/--no-inspector",
    default=True,
    show_default=True,
    help="Put a button into each page that shows what it took on the server.",
)
def dev(root: Path, host: str, port: int, *, guard: bool, log: bool, inspector: bool) -> None:
    """Run the app in ROOT while you write it.

    A changed .svelte file updates in the browser in place; a changed .py file reloads the page's data.
    Ctrl-C stops Python and Vite.
    """
    from lissome.dev import run

    run(root, host, check_address(host, port), port, guard=guard, log=log, inspector=inspector)
