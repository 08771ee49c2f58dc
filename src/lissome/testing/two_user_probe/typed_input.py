"""Typed input of a route's functions: the fields of the query, and values that fit its parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from lissome.errors import FrameworkError
from lissome.server.inputs.action import Action
from lissome.server.inputs.inputs import Inputs
from lissome.server.inputs.typed_function import TypedFunction
from lissome.server.inputs.values import QueryInput
from lissome.server.startup.nodes import ServerNode
from lissome.server.startup.routes import ServerRoute
from lissome.testing.two_user_probe.form_fields import FormField, type_fields


def query_fields(functions: Iterable[Callable[..., Any] | None]) -> list[FormField]:
    """Return the fields of the query that functions take by name."""
    found: dict[str, FormField] = {}
    for inputs in _inputs(functions):
        for one in inputs.query:
            key = one.key if isinstance(one, QueryInput) else ""
            for field in type_fields(one.adapter, key):
                found[field.name] = field
    return list(found.values())


def loads_of(route: ServerRoute) -> list[Callable[..., Any] | None]:
    """Return the loads of a route's page."""
    nodes: Iterable[ServerNode | None] = route.page.nodes if route.page is not None else ()
    return [node.load for node in nodes if node is not None]


def typed_params(route: ServerRoute) -> frozenset[str]:
    """Return the names of the parameters that a function of the route takes in a type of its own."""
    return frozenset(one.name for inputs in _inputs(_all(route)) for one in inputs.route if one.adapter)


def fits(route: ServerRoute, params: Mapping[str, Any]) -> bool:
    """True if the parameters of a path fit all functions of its route."""
    try:
        for inputs in _inputs(_all(route)):
            for one in inputs.route:
                one.read(params)
    except FrameworkError:
        return False
    return True


def _all(route: ServerRoute) -> Iterator[Callable[..., Any] | None]:
    yield from loads_of(route)
    if route.page is not None:
        yield from (route.page.leaf.actions or {}).values()
    if route.endpoint is not None:
        yield from (*route.endpoint.handlers.values(), route.endpoint.fallback)


def _inputs(functions: Iterable[Callable[..., Any] | None]) -> Iterator[Inputs]:
    for function in functions:
        if isinstance(function, (Action, TypedFunction)) and function.inputs is not None:
            yield function.inputs
