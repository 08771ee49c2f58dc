"""The app's routes and nodes, with their Python modules loaded: made once at start.

What a request needs to know about its route is worked out here, so that serving it is only looking up.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lissome.errors import AppError, ManifestError
from lissome.isolation.timeouts import Timeouts
from lissome.manifest import Manifest, Node, Options, PageIndexes, Route
from lissome.routing.paths import TrailingSlash
from lissome.routing.pattern import Param
from lissome.server.forms import Action, bind_action
from lissome.server.startup.access_guards import AccessGuard, find_guards, require_load
from lissome.server.startup.modules import Modules

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "QUERY")

_NO_TIMEOUTS = Timeouts()

Load = Callable[[Any], Any]
Handler = Callable[[Any], Awaitable[Any] | Any]


@dataclass(frozen=True, slots=True)
class ServerNode:
    """A layout, error page or page.

    Attributes:
        has_server: a `+page.server.py` or `+layout.server.py` belongs to it.
        slash: its own ``trailing_slash``, which the client has to know.
    """

    index: int
    manifest: Node
    has_server: bool = False
    load: Load | None = None
    actions: Mapping[str, Action] | None = None
    slash: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page with everything above it.

    Attributes:
        nodes: layouts from the root down, then the page; None is a gap.
        errors: index of the error page at each depth, as kit numbers them.
        first_universal: position of the topmost universal load; None when there is none.
    """

    nodes: tuple[ServerNode | None, ...]
    errors: tuple[int | None, ...]
    ssr: bool
    csr: bool
    first_universal: int | None

    @property
    def leaf(self) -> ServerNode:
        """The page itself."""
        leaf = self.nodes[-1]
        assert leaf is not None
        return leaf


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A `+server.py`: its handlers by method."""

    handlers: Mapping[str, Handler]
    fallback: Handler | None
    timeouts: Timeouts = _NO_TIMEOUTS

    def handler(self, method: str) -> Handler | None:
        """Who answers `method`; GET also answers HEAD."""
        found = self.handlers.get(method) or self.fallback
        if found is None or (method == "HEAD" and "HEAD" not in self.handlers):
            found = self.handlers.get("GET", found) if method == "HEAD" else found
        return found

    def allowed(self) -> list[str]:
        """Methods for an Allow header."""
        methods = [method for method in METHODS if method in self.handlers]
        if "GET" in self.handlers and "HEAD" not in self.handlers:
            methods.append("HEAD")
        return methods


@dataclass(frozen=True, slots=True)
class ServerRoute:
    """A route ready to be served.

    Attributes:
        timeouts: the limits of a request for its page, or for its endpoint if there is no page.
    """

    id: str
    pattern: str
    params: Sequence[Param]
    trailing_slash: TrailingSlash
    page: Page | None
    endpoint: Endpoint | None
    guards: tuple[AccessGuard, ...] = ()
    timeouts: Timeouts = _NO_TIMEOUTS

    @property
    def has_both(self) -> bool:
        """True if the Accept header decides between page and endpoint."""
        return self.page is not None and self.endpoint is not None


def make_nodes(manifest: Manifest, modules: Modules) -> tuple[ServerNode, ...]:
    """All nodes of the app.

    Raises:
        ManifestError: a file changed what it exports since the build.
        AppError: `actions` breaks a rule.
    """
    return tuple(_make_node(node, modules) for node in manifest.nodes)


def _make_node(node: Node, modules: Modules) -> ServerNode:
    if node.server is None:
        return ServerNode(node.index, node)
    module = modules.load(node.server)
    load = getattr(module, "load", None)
    built = node.exports is not None and node.exports.load
    if (load is not None) != built:
        change = "has a `load` now, but had none" if load is not None else "has no `load` now, but had one"
        msg = (
            f"{node.server} {change} when the app was built; the browser would not know. "
            "Run `lissome build` again."
        )
        raise ManifestError(msg)
    return ServerNode(
        node.index,
        node,
        has_server=True,
        load=load,
        actions=_make_actions(node.server, getattr(module, "actions", None)),
        slash=node.exports.options.trailingSlash if node.exports else None,
    )


def _make_actions(file: str, actions: object) -> Mapping[str, Action] | None:
    if actions is None:
        return None
    if not isinstance(actions, Mapping) or not all(callable(action) for action in actions.values()):
        msg = f"{file}: `actions` must be a dict of functions: actions = {{'create': create}}"
        raise AppError(msg)
    if "default" in actions and len(actions) > 1:
        msg = (
            f"{file}: `default` cannot stand beside named actions, because after a POST to a named one "
            "reloading the page would call the default one. Give it a name too."
        )
        raise AppError(msg)
    return {name: bind_action(file, name, action) for name, action in actions.items()}


def make_routes(
    manifest: Manifest, nodes: Sequence[ServerNode], modules: Modules, timeouts: Timeouts = _NO_TIMEOUTS
) -> tuple[ServerRoute, ...]:
    """All routes of the app, in kit's order.

    Args:
        timeouts: for routes whose `config` says nothing.

    Raises:
        AppError: a route breaks a rule.
    """
    return tuple(_make_route(route, nodes, modules, timeouts) for route in manifest.routes)


def _make_route(
    route: Route, nodes: Sequence[ServerNode], modules: Modules, timeouts: Timeouts
) -> ServerRoute:
    page = None if route.page is None else make_page(route.page, nodes)
    if page is not None:
        timeouts = timeouts.with_config(_config(page.nodes), f"the page {route.id}")
    endpoint = None if route.endpoint is None else _make_endpoint(route, route.endpoint, modules, timeouts)
    slash: TrailingSlash | None = None
    if page is not None:
        slash = _option(page.nodes, "trailingSlash")
    elif route.endpoint_options is not None:
        slash = route.endpoint_options.trailingSlash
    guards = find_guards(modules.root, route.id, modules.load)
    if page is not None:
        loads = [node.manifest.server if node is not None and node.load else None for node in page.nodes]
        require_load(route.id, guards, loads)
    if page is None and endpoint is not None:
        timeouts = endpoint.timeouts
    return ServerRoute(
        route.id, route.pattern, route.params, slash or "never", page, endpoint, guards, timeouts
    )


def make_page(indexes: PageIndexes, nodes: Sequence[ServerNode]) -> Page:
    """A page from the numbers of its nodes."""
    branch = tuple(None if index is None else nodes[index] for index in (*indexes.layouts, indexes.leaf))
    universal = (i for i, node in enumerate(branch) if node is not None and node.manifest.universal_load)
    return Page(
        branch,
        indexes.errors,
        ssr=branch_option(branch, "ssr"),
        csr=branch_option(branch, "csr"),
        first_universal=next(universal, None),
    )


def branch_option(nodes: Sequence[ServerNode | None], name: str) -> bool:
    """`ssr` or `csr` of a branch: the lowest node that says something counts; on by default."""
    value = _option(nodes, name)
    return True if value is None else bool(value)


def _option(nodes: Sequence[ServerNode | None], name: str) -> Any:
    value = None
    for node in nodes:
        own: Options | None = node.manifest.options if node is not None else None
        if own is not None and getattr(own, name) is not None:
            value = getattr(own, name)
    return value


def _config(nodes: Sequence[ServerNode | None]) -> dict[str, Any]:
    """The page option `config` of a branch: layouts' and page's merged, not their values (as kit's)."""
    merged: dict[str, Any] = {}
    for node in nodes:
        merged |= (node.manifest.options.config or {}) if node is not None else {}
    return merged


def _make_endpoint(route: Route, file: str, modules: Modules, timeouts: Timeouts) -> Endpoint:
    module = modules.load(file)
    handlers = {method: getattr(module, method) for method in METHODS if hasattr(module, method)}
    config = (route.endpoint_options.config if route.endpoint_options is not None else None) or {}
    return Endpoint(handlers, getattr(module, "fallback", None), timeouts.with_config(config, file))


def error_chain(nodes: Sequence[ServerNode | None], errors: Sequence[int | None]) -> list[int | None]:
    """For each node of a branch without gaps the error page whose boundary is around it.

    It is the closest one declared at or above the node's parent that does not guard a parent already; the
    root layout has none. Source: SvelteKit 3.2, `runtime/error-chain.js` (rule, not code).
    """
    chain: list[int | None] = [None]
    last = -1
    for position in range(1, len(nodes)):
        if nodes[position] is None:
            continue
        depth = position - 1
        while depth > last + 1 and errors[depth] is None:
            depth -= 1
        last = depth
        chain.append(errors[depth] if depth < len(errors) else None)
    return chain


def nearest_error_page(
    failed: int, nodes: Sequence[ServerNode | None], errors: Sequence[int | None]
) -> tuple[int, int] | None:
    """The error page for a failure at position `failed`: how many positions stay, and the page's index.

    None when it was the root layout that failed: nothing of the app can be shown then.
    """
    for depth in range(failed - 1, -1, -1):
        index = errors[depth] if depth < len(errors) else None
        if index is not None:
            kept = depth
            while nodes[kept] is None:
                kept -= 1
            return kept + 1, index
    return None
