"""The parameters of a function that the URL fills: those of the route, and those of the query."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from inspect import Parameter
from typing import Any, Final

from lissome.routing.route_id import RouteParams
from lissome.server.forms.shape import Shape
from lissome.server.inputs.query import Query
from lissome.server.inputs.signature import VARIADIC, Signature, query_of, shown
from lissome.server.inputs.values import QueryInput, QueryModelInput, RouteInput

# Pydantic's schemas of models.
_AROUND_FIELDS: Final = frozenset({"nullable", "model", "dataclass"})
_FIELDS: Final = frozenset({"model-fields", "dataclass-args", "typed-dict"})
_IMMUTABLE: Final = (str, int, float, Enum)


@dataclass(slots=True)
class UrlParameters:
    """The parameters of a function behind its event.

    Attributes:
        rest: those that the URL does not fill.
    """

    route: list[RouteInput] = field(default_factory=list)
    query: list[QueryInput | QueryModelInput] = field(default_factory=list)
    rest: list[Parameter] = field(default_factory=list)


def url_parameters(signature: Signature, route: RouteParams) -> UrlParameters:
    """Find out what the URL fills.

    Raises:
        AppError: it cannot fill a parameter that looks as if it should.
    """
    event, *others = signature.parameters
    if event.name in route and event.name != "event" and event.kind not in VARIADIC:
        right = f"async def {signature.name}(event, {event.name}: {shown(event)})"
        raise signature.error(f"the event comes first; write {right}")
    found = UrlParameters()
    for parameter in others:
        if isinstance(parameter.default, Query):
            right = f"{parameter.name}: Annotated[{shown(parameter)}, {parameter.default!r}]"
            raise signature.error(f"Query stands in the annotation; write {right}")
        annotation = _annotation(signature, parameter, route)
        query = query_of(annotation)
        if query is not None:
            found.query.append(_query_input(signature, parameter, annotation, query))
        elif parameter.name in route and parameter.kind not in VARIADIC:
            found.route.append(_route_input(signature, parameter, annotation, route))
        else:
            found.rest.append(parameter)
    return found


def _annotation(signature: Signature, parameter: Parameter, route: RouteParams) -> Any:
    """Return what decides how a parameter is filled; None if that is its name alone."""
    if parameter.kind in VARIADIC:
        return None
    is_read = parameter.name in route or "Query(" in shown(parameter)
    return signature.annotation(parameter.name) if is_read else signature.known_annotation(parameter)


def refuse_unfilled(signature: Signature, rest: list[Parameter], route: RouteParams) -> None:
    """Refuse parameters that nothing fills, and those that look as if the query should.

    Others with a default are the app's own: for its tests, or for its other code.

    Raises:
        AppError: there is one.
    """
    for parameter in rest:
        if parameter.kind in VARIADIC:
            continue
        if parameter.default is parameter.empty:
            raise signature.error(route.unknown(parameter.name, shown(parameter)))
        annotation = signature.known_annotation(parameter)
        if annotation is not None and Shape((annotation,)).is_plain:
            default = f" = {parameter.default!r}"
            raise signature.error(route.unknown(parameter.name, shown(parameter), default))


def _route_input(
    signature: Signature, parameter: Parameter, annotation: Any, route: RouteParams
) -> RouteInput:
    name, has_default = parameter.name, parameter.default is not parameter.empty
    takes_all = annotation is None or annotation is Any
    if name in route.sometimes and not (has_default or takes_all or Shape((annotation,)).is_optional):
        raise signature.error(route.may_be_missing(name, shown(parameter)))
    is_any_text = takes_all or (annotation is str and name not in route.matched)
    adapter = None if is_any_text else signature.adapter(annotation, repr(name))
    if adapter is not None and _takes_fields_alone(adapter.core_schema):
        msg = (
            f"`{name}` is a parameter of {route.route_id}, one text, of which no {shown(parameter)} can be "
            "made; give what is to be read from the body, the form or the query another name"
        )
        raise signature.error(msg)
    return RouteInput(name, adapter, parameter.default if has_default else None)


def _takes_fields_alone(schema: Mapping[str, Any]) -> bool:
    """True for a model without a validator of its own, which could parse a text."""
    while schema["type"] in _AROUND_FIELDS:
        schema = schema["schema"]
    return schema["type"] in _FIELDS


def _query_input(
    signature: Signature, parameter: Parameter, annotation: Any, query: Query
) -> QueryInput | QueryModelInput:
    name, shape = parameter.name, Shape((annotation,))
    adapter = signature.adapter(annotation, repr(name))
    default: Callable[[], Any] | None = None
    if parameter.default is not parameter.empty:
        default = _maker_of(parameter.default)
    elif shape.is_optional:
        default = _nothing
    if shape.models:
        return QueryModelInput(name, shape.names, adapter, shape, default)
    return QueryInput(name, query.alias or name, adapter, shape, default)


def _maker_of(default: Any) -> Callable[[], Any]:
    """Return what makes a default for each request: they must not share a list."""
    if default is None:
        return _nothing
    return (lambda: default) if isinstance(default, _IMMUTABLE) else partial(deepcopy, default)


def _nothing() -> None:
    return None
