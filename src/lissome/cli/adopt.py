"""`lissome adopt`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from lissome.cli.arguments import root_argument
from lissome.console import out

if TYPE_CHECKING:
    from rich.console import Console

    from lissome.scaffold.adopt import Adoption
    from lissome.scaffold.server_files import ServerFile

EPILOG = """\b
Examples:
  lissome adopt --dry-run            show what would change
  lissome adopt
"""


@click.command(epilog=EPILOG, short_help="Add lissome to a SvelteKit project.")
@root_argument
@click.option("--dry-run", is_flag=True, help="Show the changes as a diff, and write nothing.")
def adopt(root: Path, *, dry_run: bool) -> None:
    """Put the Python half beside the SvelteKit project in ROOT, and list what is still TypeScript.

    Writes pyproject.toml unless there is one, and edits package.json, vite.config, tsconfig.json and
    .gitignore. What it does not understand stays as it is, and it says which line to write instead.
    """
    from lissome.scaffold.adopt import plan, write

    adoption = plan(root)
    if dry_run:
        for change in adoption.changes:
            click.echo(change.diff(), nl=False)  # as it is: rich would replace tabs
    else:
        write(root, adoption)
    _report(adoption, dry_run=dry_run)


def _report(adoption: Adoption, *, dry_run: bool) -> None:
    """Say what was done, and what is left to do."""
    console = out()
    names = ", ".join(change.path for change in adoption.changes)
    console.print(f"{'Would change' if dry_run else 'Changed'}: {names or 'nothing'}", soft_wrap=True)
    for line in adoption.advice:
        console.print("[yellow]left to you:[/]", end=" ")
        console.print(line, markup=False, soft_wrap=True)
    if adoption.server_files:
        console.print()
        console.print("Still in TypeScript or JavaScript, which lissome's server does not run:")
        for file in adoption.server_files:
            _print_server_file(console, file)
    if not dry_run:
        console.print()
        console.print(
            "Next: install the packages of pyproject.toml (uv sync), and run `lissome dev`", soft_wrap=True
        )


def _print_server_file(console: Console, file: ServerFile) -> None:
    exports = f" ({', '.join(file.exports)})" if file.exports else ""
    console.print(f"  {file.path}{exports}", markup=False, soft_wrap=True)
    console.print(f"    → {file.becomes}", markup=False, soft_wrap=True)
