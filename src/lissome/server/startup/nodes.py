"""The app's layouts, pages and error pages, with their Python modules loaded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from lissome.errors import AppError, ManifestError
from lissome.manifest import Manifest, Node
from lissome.page_options import inherited
from lissome.routing.route_id import RouteParams, route_id_of
from lissome.server.inputs.action import Action
from lissome.server.inputs.bind import bind_action, bind_load
from lissome.server.inputs.marked_actions import actions_in
from lissome.server.startup.modules import BrokenModule, Modules

Load = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class ServerNode:
    """A layout, error page or page.

    Attributes:
        has_server: a `+page.server.py` or `+layout.server.py` belongs to it.
        slash: its own ``trailing_slash``, which the client has to know.
        broken: why its Python module cannot be imported.
    """

    index: int
    manifest: Node
    has_server: bool = False
    load: Load | None = None
    actions: Mapping[str, Action] | None = None
    slash: str | None = None
    broken: BrokenModule | None = None


def make_nodes(manifest: Manifest, modules: Modules) -> tuple[ServerNode, ...]:
    """Make all nodes of the app.

    Raises:
        ManifestError: a file changed what it exports since the build.
        AppError: `actions` breaks a rule.
    """
    routes = [route.id for route in manifest.routes]
    return tuple(_make_node(node, modules, routes) for node in manifest.nodes)


def _make_node(node: Node, modules: Modules, routes: Sequence[str]) -> ServerNode:
    if node.server is None:
        return ServerNode(node.index, node)
    module = modules.try_load(node.server)
    if isinstance(module, BrokenModule):
        return _broken_node(node, module)
    try:
        return _whole_node(node, module, params_in(node.server, routes))
    except AppError as failure:
        return _broken_node(node, modules.refuse(node.server, failure))


def _broken_node(node: Node, module: BrokenModule) -> ServerNode:
    return ServerNode(node.index, node, has_server=True, load=module, slash=_own_slash(node), broken=module)


def _own_slash(node: Node) -> str | None:
    return node.exports.options.trailingSlash if node.exports else None


def params_in(file: str, routes: Sequence[str]) -> RouteParams:
    """Return the parameters that a function in a file can take; in a layout, also those of the routes below.

    Args:
        routes: the ids of all routes.
    """
    is_layout = file.endswith("/+layout.server.py")
    return RouteParams.of(route_id_of(file), routes if is_layout else ())


def _whole_node(node: Node, module: ModuleType, params: RouteParams) -> ServerNode:
    file = node.server
    assert file is not None
    load = getattr(module, "load", None)
    built = node.exports is not None and node.exports.load
    if (load is not None) != built:
        change = "has a `load` now, but had none" if load is not None else "has no `load` now, but had one"
        msg = (
            f"{file} {change} when the app was built; the browser would not know. Run `lissome build` again."
        )
        raise ManifestError(msg)
    return ServerNode(
        node.index,
        node,
        has_server=True,
        load=bind_load(file, load, params) if callable(load) else load,
        actions=make_actions(file, module, params),
        slash=_own_slash(node),
    )


def make_actions(file: str, module: ModuleType, params: RouteParams) -> Mapping[str, Action] | None:
    """Return the form actions of a page.

    Raises:
        AppError: they break a rule.
    """
    actions = actions_in(file, module)
    if actions is None:
        return None
    if "default" in actions and len(actions) > 1:
        msg = (
            f"{file}: `default` cannot stand beside named actions, because after a POST to a named one "
            "reloading the page would call the default one. Give it a name too."
        )
        raise AppError(msg)
    return {name: bind_action(file, name, action, params) for name, action in actions.items()}


def branch_option(nodes: Sequence[ServerNode | None], name: str) -> bool:
    """Return `ssr` or `csr` of a branch: the lowest node that says something counts; on by default."""
    value = page_option(nodes, name)
    return True if value is None else bool(value)


def page_option(nodes: Sequence[ServerNode | None], name: str) -> Any:
    """Return a page option of a branch, by kit's name; None if no node says anything."""
    return inherited((node.manifest.options for node in nodes if node is not None), name)


def error_chain(nodes: Sequence[ServerNode | None], errors: Sequence[int | None]) -> list[int | None]:
    """Return, for each node of a branch without gaps, the error page whose boundary is around it.

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
