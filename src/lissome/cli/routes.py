"""`lissome routes`."""

from __future__ import annotations

import ast
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, get_args

import click

from lissome.cli.arguments import root_argument
from lissome.console import out

if TYPE_CHECKING:
    from rich.table import Table

    from lissome.manifest import Manifest, Node, Route
    from lissome.page_options import PageOptions
    from lissome.settings import Settings

EPILOG = """\b
Examples:
  lissome routes
  lissome routes examples/workspace | grep /api
"""


@click.command(epilog=EPILOG, short_help="List the app's routes.")
@root_argument
def routes(root: Path) -> None:
    """List the routes of the built app in ROOT, in the order in which they are tried.

    A request goes to the first that matches; mounted applications come first. A route's id is also its folder
    in src/routes. The names in parentheses are the form actions of a page.
    """
    from lissome.manifest import load_manifest
    from lissome.settings import load_settings

    manifest = load_manifest(root / "build" / "manifest.json")
    console = out()
    if not console.is_terminal:
        console.width = 10_000  # one line for each route, for programs that read them
    console.print(_table(root, manifest, load_settings(root)))


def _table(root: Path, manifest: Manifest, settings: Settings) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in ("route", "kind", "methods", "files", "options"):
        table.add_column(heading, overflow="fold")
    for path, mounted in settings.mount.items():
        table.add_row(Text(path), Text("mounted"), Text(""), Text(mounted.app), Text(""))
    for route in manifest.routes:
        for row in _rows(root, manifest, route):
            table.add_row(*(Text(cell) for cell in row))
    return table


def _rows(root: Path, manifest: Manifest, route: Route) -> list[tuple[str, str, str, str, str]]:
    """Return a row for the page and a row for the endpoint: a directory may have both."""
    rows = []
    if route.page is not None:
        leaf = manifest.nodes[route.page.leaf]
        rows.append((route.id, "page", _page_methods(leaf), _page_files(leaf), _options(leaf.options)))
    if route.endpoint is not None:
        options = _options(route.endpoint_options) if route.endpoint_options else ""
        methods = _endpoint_methods(root / route.endpoint)
        rows.append((route.id, "endpoint", methods, PurePosixPath(route.endpoint).name, options))
    return rows


def _page_methods(leaf: Node) -> str:
    if leaf.exports is None or leaf.exports.actions is None:
        return "GET"
    return f"GET POST ({', '.join(leaf.exports.actions)})"


def _page_files(leaf: Node) -> str:
    files = [leaf.server, leaf.universal, "+page.svelte" if leaf.component else None]
    return " ".join(PurePosixPath(file).name for file in files if file)


def _endpoint_methods(file: Path) -> str:
    """Return the handlers that the file defines, read from its source: no code of the app runs."""
    from lissome.manifest import HttpMethod

    try:
        tree = ast.parse(file.read_bytes())
    except (OSError, SyntaxError):
        return "?"
    names = {name for statement in tree.body for name in _bound_names(statement)}
    methods = [method for method in get_args(HttpMethod) if method in names]
    return " ".join([*methods, *(["fallback"] if "fallback" in names else [])])


def _bound_names(statement: ast.stmt) -> list[str]:
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return [name]
        case ast.Assign(targets=targets):
            return [target.id for target in targets if isinstance(target, ast.Name)]
        case ast.ImportFrom(names=aliases):
            return [alias.asname or alias.name for alias in aliases]
        case _:
            return []


def _options(options: PageOptions) -> str:
    """Return the page options that are set to something else than SvelteKit's defaults."""
    from lissome.page_options import option_names, python_name

    defaults = {"ssr": True, "csr": True, "prerender": False, "trailingSlash": "never"}
    values = ((name, getattr(options, name)) for name in option_names() if name != "config")
    return " ".join(
        f"{python_name(name)}={value}" for name, value in values if value not in {None, defaults.get(name)}
    )
