"""`lissome sync`."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from lissome.cli.arguments import root_argument
from lissome.console import print_error, print_progress

EPILOG = """\b
Examples:
  lissome sync
  lissome sync --strict && npx svelte-check
"""


@click.command(epilog=EPILOG, short_help="Write the types that cross the border to Svelte.")
@root_argument
@click.option("--strict", is_flag=True, help="Fail if a module cannot be imported.")
def sync(root: Path, *, strict: bool) -> None:
    """Write the TypeScript types of the app in ROOT: SvelteKit's, and those of its Python modules.

    The types of Python are in ROOT/.svelte-kit/lissome, and tsconfig.json names that folder before
    SvelteKit's. The app's modules are imported. One that cannot be imported has the
    type any, and a line says why.

    `lissome dev` does this by itself, whenever a file is saved.
    """
    from lissome.typescript.sync import advice
    from lissome.typescript.sync import sync as run

    started = time.monotonic()
    types = run(root, report=print_progress)
    for line in (*types.problems, *types.unannotated):
        print_progress(line)
    if missing := advice(root):
        print_progress(missing)
    print_progress(f"Types of {len(types.files)} Python modules in {time.monotonic() - started:.1f} s")
    if strict and types.problems:
        print_error(f"{len(types.problems)} modules cannot be imported")
        sys.exit(1)
