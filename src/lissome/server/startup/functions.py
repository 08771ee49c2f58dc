"""The check of the functions in route modules that needs no build."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from lissome.errors import AppError
from lissome.routing.route_id import RouteParams, route_id_of
from lissome.server.inputs.bind import bind_load
from lissome.server.startup.modules import BrokenModule, Modules
from lissome.server.startup.nodes import make_actions, params_in
from lissome.server.startup.routes import bind_handlers


def route_ids(root: Path) -> list[str]:
    """Return the ids of the routes that have a page or an endpoint."""
    files = sorted((root / "src" / "routes").rglob("+*"))
    found = (route_id_of(file.relative_to(root).as_posix()) for file in files if "layout" not in file.name)
    return list(dict.fromkeys(found))


def check_functions(modules: Modules, file: str, routes: Sequence[str]) -> None:
    """Import a file of the app, and refuse it if a start would refuse one of its functions.

    Args:
        modules: lenient ones, which note what is refused.
        routes: the ids of all routes.
    """
    module = modules.try_load(file)
    if isinstance(module, BrokenModule):
        return
    try:
        match PurePosixPath(file).name:
            case "+server.py":
                bind_handlers(file, module, RouteParams.of(route_id_of(file)))
            case "+page.server.py" | "+layout.server.py":
                params, load = params_in(file, routes), getattr(module, "load", None)
                if callable(load):
                    bind_load(file, load, params)
                make_actions(file, module, params)
    except AppError as failure:
        modules.refuse(file, failure)
