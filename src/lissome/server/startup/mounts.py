"""Imports the ASGI applications of `[tool.lissome.mount]`, and checks that nothing of the app is hidden."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from pkgutil import resolve_name
from typing import Any, Final

from lissome.described import described
from lissome.errors import AppError
from lissome.manifest import Manifest
from lissome.server.mounts import MountedApp, Mounts
from lissome.server.startup.import_path import extend_import_path
from lissome.settings import Mounted, Settings

_GROUP: Final = re.compile(r"\(.*\)")


def load_mounts(root: Path, settings: Settings, manifest: Manifest) -> Mounts | None:
    """Import the applications that the settings mount; None if there are none.

    Their modules are found in the app's folder, in its ``src``, and where Python looks anyway.

    Raises:
        AppError: one of them is not there or no ASGI application, or a part of the app would be hidden.
        BaseException: what a module raised.
    """
    if not settings.mount:
        return None
    hidden = "\n".join(_hidden(settings.mount, manifest))
    if hidden:
        raise AppError(hidden)
    extend_import_path(root, settings)
    base = manifest.paths.base
    return Mounts(
        [
            MountedApp(base + path, given.app, _load(given.app), base if given.keep_path else base + path)
            for path, given in settings.mount.items()
        ],
        answers_routes=manifest.client.routes is not None,
    )


def import_mounted(root: Path, settings: Settings) -> None:
    """Import the mounted applications alone: modules of the app may need them, as Django's models do.

    Raises:
        AppError: one of them is not there or no ASGI application.
        BaseException: what a module raised.
    """
    extend_import_path(root, settings)
    for given in settings.mount.values():
        _load(given.app)


def _hidden(mount: dict[str, Mounted], manifest: Manifest) -> Iterator[str]:
    """Yield what is wrong: routes and files that no request would reach."""
    routes = [(f"src/routes{route.id}", _literal(route.id)) for route in manifest.routes]
    files = [(f"static/{name}", f"/{name}") for name in manifest.assets]
    own = [("the browser's files, paths.appDir in vite.config.js,", f"/{manifest.app_dir}/x")]
    for path, given in mount.items():
        for name, address in [*routes, *files, *own]:
            if f"{address}/".startswith(f"{path}/"):
                yield (
                    f"[tool.lissome.mount] has {given.app} at {path!r}, so no request would reach {name}. "
                    "Move one of them to another path."
                )


def _literal(route_id: str) -> str:
    """Return a route's address; parameters stay in their brackets, and groups are left out."""
    return "/".join(part for part in route_id.split("/") if not _GROUP.fullmatch(part))


def _load(target: str) -> Any:
    module, _, attribute = target.partition(":")
    place = f"[tool.lissome.mount] {target!r}"
    try:
        app = resolve_name(target)
    except ModuleNotFoundError as failure:
        if failure.name is None or not f"{module}.".startswith(f"{failure.name}."):
            raise  # the module imports another one, which is missing
        msg = (
            f"{place}: there is no module {failure.name!r} in the app's folder, in its src, or among the "
            "installed packages. Install the folder that it is in (`pip install -e ../backend`), or name it "
            "in PYTHONPATH."
        )
        raise AppError(msg) from None
    except AttributeError as failure:
        if attribute.partition(".")[0] in vars(sys.modules.get(module, object)):
            raise
        raise AppError(f"{place}: the module {module} has no {attribute!r} ({failure})") from None
    _check_application(place, app)
    return app


def _check_application(place: str, app: object) -> None:
    """Check that it can be called as ASGI 3 does.

    Raises:
        AppError: it cannot.
    """
    if callable(app):
        try:
            inspect.signature(app).bind(None, None, None)
        except ValueError:
            return  # written in C: nobody knows
        except TypeError:
            pass
        else:
            return
    msg = (
        f"{place} is {described(app)}, and no ASGI application, which is called with scope, receive and "
        "send. Of a function that makes one, write the result into the module: app = create_app()"
    )
    raise AppError(msg)
