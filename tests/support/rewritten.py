"""A running app whose Python files have another content for one test, without a build."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import Any

from lissome.app import App
from lissome.routing.route_id import RouteParams
from lissome.server.inputs.bind import bind_load
from lissome.server.startup.access_guards import AccessGuard
from lissome.server.startup.hooks import hooks_from_module
from lissome.server.startup.nodes import ServerNode, make_actions, params_in
from lissome.server.startup.routes import ServerRoute, bind_handlers

ROUTES = "src/routes"


class Rewritten:
    """Rewrites files of a running app.

    Args:
        undo: gives the app its own files back.
    """

    def __init__(self, app: App, undo: ExitStack) -> None:
        self.app = app
        self._undo = undo

    def write(self, file: str, source: str) -> ModuleType:
        """Run Python code as the content of a route or hooks file, which must be there, or of a guard."""
        module = ModuleType(file)
        exec(compile(textwrap.dedent(source), file, "exec"), module.__dict__)
        folder, _, name = file.removeprefix(f"{ROUTES}/").rpartition("/")
        if name == "+server.py":
            self._endpoint(f"/{folder}", module)
        elif name == "guard.py":
            self._set(self._route(f"/{folder}"), guards=(AccessGuard(f"{ROUTES}/{folder}", module.guard),))
        elif file == "src/hooks.server.py":
            self._set(self.app.runtime, hooks=hooks_from_module(module))
        else:
            self._node(file, module)
        return module

    def _endpoint(self, route_id: str, module: ModuleType) -> None:
        handlers, fallback = bind_handlers(module.__name__, module, RouteParams.of(route_id))
        self._set(self._route(route_id).endpoint, handlers=handlers, fallback=fallback)

    def _node(self, file: str, module: ModuleType) -> None:
        node = next(node for node in self.app.runtime.nodes if node.manifest.server == file)
        assert isinstance(node, ServerNode)
        params = params_in(file, [route.id for route in self.app.runtime.router.routes])
        actions = make_actions(file, module, params)
        load = getattr(module, "load", None)
        self._set(node, load=load and bind_load(file, load, params), actions=actions)

    def _route(self, route_id: str) -> ServerRoute:
        return next(route for route in self.app.runtime.router.routes if route.id == route_id)

    def _set(self, target: Any, **values: Any) -> None:
        for name, value in values.items():
            self._undo.callback(_put, target, name, getattr(target, name))
            _put(target, name, value)


def _put(target: Any, name: str, value: Any) -> None:
    object.__setattr__(target, name, value)  # most are frozen


@contextmanager
def rewriting(app: App) -> Iterator[Rewritten]:
    """Files of the app can be rewritten in this block."""
    with ExitStack() as undo:
        yield Rewritten(app, undo)


Write = Callable[[str, str], ModuleType]
