"""`lissome check`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import click

from lissome.cli.arguments import root_argument
from lissome.console import out, print_error

# The Python files that have a meaning in src, besides those whose names begin with a plus.
_NAMED: Final = frozenset({"guard.py", "hooks.server.py", "params.server.py"})
_HOW: Final = "# lissome: shared -- reason"

EPILOG = """\b
Examples:
  lissome check --shared
  lissome check --shared examples/workspace
  lissome check --imports
"""


@click.command(epilog=EPILOG, short_help="List what the app shares on purpose; import its modules.")
@root_argument
@click.option("--shared", is_flag=True, help="List the comments `# lissome: shared -- reason`.")
@click.option("--imports", is_flag=True, help="Import the modules of all routes and hooks, as a start does.")
def check(root: Path, *, shared: bool, imports: bool) -> None:
    """Check the sources of the app in ROOT. It needs no build.

    With --shared, list the state that requests share on purpose: file and line, the name, and the reason in
    the comment. A comment without a reason has no effect, so the exit code is 1. No code is run.

    With --imports, import the app's modules, and look at the parameters of loads, actions and handlers. If
    a module cannot be imported, the exit code is 1: `lissome serve` would answer its routes with 500, and
    serve the others. So it is if nothing fills a parameter, or if an annotation cannot be used: `lissome
    serve` would not start.
    """
    if not (shared or imports):
        msg = (
            "say what to check: --shared lists what the app shares between users on purpose, and --imports "
            "imports its modules"
        )
        raise click.UsageError(msg)
    codes = [_list_shared(root) if shared else 0, _import_all(root) if imports else 0]
    sys.exit(max(codes))


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


def _import_all(root: Path) -> int:
    from lissome.errors import AppError
    from lissome.server.startup.functions import check_functions, route_ids
    from lissome.server.startup.import_report import ImportReport
    from lissome.server.startup.modules import Modules
    from lissome.server.startup.mounts import import_mounted
    from lissome.settings import load_settings

    import_mounted(root, load_settings(root))
    modules = Modules(root, is_lenient=True)
    routes = route_ids(root)
    found = (root / "src" / "routes").rglob("*.py")
    files = [root / "src" / "hooks.server.py", root / "src" / "params.server.py", *sorted(found)]
    for file in files:
        if file.is_file() and (file.name.startswith("+") or file.name in _NAMED):
            check_functions(modules, file.relative_to(root).as_posix(), routes)
    report = ImportReport(modules.loaded, modules.broken)
    if not report.broken:
        out().print(f"{report.count} modules were imported")
        return 0
    for module in report.broken:
        is_refused = isinstance(module.cause, AppError)  # its message names the file
        text = str(module.cause) if is_refused else f"{module.file}: {module.reason}"
        out().print(text, markup=False, soft_wrap=True)
    print_error(f"{len(report.broken)} of {report.count} modules cannot be used")
    return 1
