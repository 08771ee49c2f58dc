"""`lissome check`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import click

from lissome.cli.arguments import root_argument
from lissome.console import out, print_error

_HOW: Final = "# lissome: shared -- reason"

EPILOG = """\b
Examples:
  lissome check --shared
  lissome check --shared examples/workspace
"""


@click.command(epilog=EPILOG, short_help="List what the app shares between users on purpose.")
@root_argument
@click.option("--shared", is_flag=True, help="List the comments `# lissome: shared -- reason`.")
def check(root: Path, *, shared: bool) -> None:
    """Check the sources of the app in ROOT, without running them.

    With --shared, list the state that requests share on purpose: file and line, the name, and the reason in
    the comment. A comment without a reason has no effect, so the exit code is 1.
    """
    if not shared:
        msg = "say what to check: --shared lists what the app shares between users on purpose"
        raise click.UsageError(msg)
    sys.exit(_list_shared(root))


def _list_shared(root: Path) -> int:
    from lissome.state_guard.source.allowances import allowances_in

    allowances = list(allowances_in(root))
    width = max((len(f"{one.file}:{one.line}") for one in allowances), default=0)
    for one in allowances:
        place = f"{one.file}:{one.line}".ljust(width)
        out().print(f"{place}  {one.name}: {one.reason or 'no reason given'}", markup=False, soft_wrap=True)
    void = [one for one in allowances if not one.reason]
    for one in void:
        print_error(f"{one.file}:{one.line}: say why it is shared, or it counts for nothing: {_HOW}")
    return 1 if void else 0
