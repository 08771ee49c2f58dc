"""The app's routes, ready to be served.

What a request needs to know about its route is worked out here, at start, so that serving it is only looking
up.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from lissome.errors import AppError
from lissome.isolation.timeouts import Timeouts
from lissome.manifest import Manifest, PageIndexes, Route
from lissome.page_options import TrailingSlash
from lissome.routing.pattern import Param
from lissome.routing.route_id import RouteParams
from lissome.server.inputs.bind import bind_handler
from lissome.server.page.branch import Branch, BranchCache
from lissome.server.startup.access_guards import AccessGuard, find_guards, require_load
from lissome.server.startup.modules import BrokenModule, Modules
from lissome.server.startup.nodes import ServerNode, branch_option, page_option

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "QUERY")

_NO_TIMEOUTS = Timeouts()

Handler = Callable[[Any], Awaitable[Any] | Any]


@dataclass(frozen=True, slots=True)
class PageRoute:
    """A page with everything above it.

    Attributes:
        nodes: layouts from the root down, then the page; None is a gap.
        errors: index of the error page at each depth, as kit numbers them.
        branch: the nodes without gaps, and what all responses of the page share.
        first_universal: position of the topmost universal load; None if there is none.
        broken: position of the topmost node whose module cannot be imported; None if there is none.
    """

    nodes: tuple[ServerNode | None, ...]
    errors: tuple[int | None, ...]
    branch: Branch
    ssr: bool
    first_universal: int | None
    broken: int | None = None

    @property
    def leaf(self) -> ServerNode:
        """The page itself."""
        leaf = self.nodes[-1]
        assert leaf is not None
        return leaf


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A `+server.py`: its handlers by method.

    Attributes:
        file: relative to the app.
    """

    handlers: Mapping[str, Handler]
    fallback: Handler | None
    timeouts: Timeouts = _NO_TIMEOUTS
    file: str = "+server.py"

    def handler(self, method: str) -> Handler | None:
        """Return the handler of a method; GET's also answers HEAD."""
        found = self.handlers.get(method) or self.fallback
        if found is None or (method == "HEAD" and "HEAD" not in self.handlers):
            found = self.handlers.get("GET", found) if method == "HEAD" else found
        return found

    def allowed(self) -> list[str]:
        """Return the methods for an Allow header."""
        methods = [method for method in METHODS if method in self.handlers]
        if "GET" in self.handlers and "HEAD" not in self.handlers:
            methods.append("HEAD")
        return methods


class MatchedRoute:
    """A route as tracing tools read it from the ASGI scope, where Starlette and FastAPI have theirs.

    Attributes:
        path: the route's id, ``/users/[id]``, as in SvelteKit's own traces; Sentry reads it.
        path_format: the same; OpenTelemetry reads it.
        name: the same; so is the object's qualified name, by which Sentry names an endpoint.
    """

    def __init__(self, id_: str) -> None:
        self.path = self.path_format = self.name = self.__name__ = self.__qualname__ = id_
        self.__module__ = None  # type: ignore[assignment]  # a name is prefixed by it


@dataclass(frozen=True, slots=True)
class ServerRoute:
    """A route ready to be served.

    Attributes:
        timeouts: the limits of a request for its page, or for its endpoint if there is no page.
        matched: the route as it is put into the ASGI scope.
    """

    id: str
    pattern: str
    params: Sequence[Param]
    trailing_slash: TrailingSlash
    page: PageRoute | None
    endpoint: Endpoint | None
    guards: tuple[AccessGuard, ...] = ()
    timeouts: Timeouts = _NO_TIMEOUTS
    matched: MatchedRoute | None = None


def make_routes(
    manifest: Manifest,
    nodes: Sequence[ServerNode],
    branches: BranchCache,
    modules: Modules,
    timeouts: Timeouts = _NO_TIMEOUTS,
) -> tuple[ServerRoute, ...]:
    """Make all routes of the app, in kit's order.

    Args:
        timeouts: for routes whose `config` says nothing.

    Raises:
        AppError: a route breaks a rule.
    """
    return tuple(_make_route(route, nodes, branches, modules, timeouts) for route in manifest.routes)


def _make_route(
    route: Route, nodes: Sequence[ServerNode], branches: BranchCache, modules: Modules, timeouts: Timeouts
) -> ServerRoute:
    page = None if route.page is None else make_page(route.page, nodes, branches)
    if page is not None:
        timeouts = timeouts.with_config(page_option(page.nodes, "config") or {}, f"the page {route.id}")
    endpoint = None if route.endpoint is None else _make_endpoint(route, route.endpoint, modules, timeouts)
    slash: TrailingSlash | None = None
    if page is not None:
        slash = page_option(page.nodes, "trailingSlash")
    elif route.endpoint_options is not None:
        slash = route.endpoint_options.trailingSlash
    guards = find_guards(route.id, modules)
    if page is not None:
        loads = [node.manifest.server if node is not None and node.load else None for node in page.nodes]
        require_load(route.id, guards, loads)
    if page is None and endpoint is not None:
        timeouts = endpoint.timeouts
    return ServerRoute(
        *(route.id, route.pattern, route.params, slash or "never", page, endpoint, guards, timeouts),
        MatchedRoute(route.id),
    )


def make_page(indexes: PageIndexes, nodes: Sequence[ServerNode], branches: BranchCache) -> PageRoute:
    """Make a page from the indexes of its nodes."""
    layers = tuple(None if index is None else nodes[index] for index in (*indexes.layouts, indexes.leaf))
    universal = (i for i, node in enumerate(layers) if node is not None and node.manifest.universal_load)
    broken = (i for i, node in enumerate(layers) if node is not None and node.broken is not None)
    return PageRoute(
        layers,
        indexes.errors,
        branches.page(layers, indexes.errors),
        ssr=branch_option(layers, "ssr"),
        first_universal=next(universal, None),
        broken=next(broken, None),
    )


def _make_endpoint(route: Route, file: str, modules: Modules, timeouts: Timeouts) -> Endpoint:
    module = modules.try_load(file)
    config = (route.endpoint_options.config if route.endpoint_options is not None else None) or {}
    timeouts = timeouts.with_config(config, file)
    if isinstance(module, BrokenModule):
        return Endpoint({}, module, timeouts, file)
    try:
        handlers, fallback = bind_handlers(file, module, RouteParams.of(route.id))
    except AppError as failure:
        return Endpoint({}, modules.refuse(file, failure), timeouts, file)
    return Endpoint(handlers, fallback, timeouts, file)


def bind_handlers(
    file: str, module: ModuleType, params: RouteParams
) -> tuple[dict[str, Handler], Handler | None]:
    """Return the handlers of a module by method, and its `fallback`, ready to be called with the event.

    Raises:
        AppError: nothing fills a parameter of one.
    """
    found = {name: getattr(module, name) for name in (*METHODS, "fallback") if hasattr(module, name)}
    handlers = {
        name: bind_handler(file, name, handler, params) if callable(handler) else handler
        for name, handler in found.items()
    }
    return handlers, handlers.pop("fallback", None)
