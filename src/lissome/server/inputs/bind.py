"""From the signature of a load, an endpoint's handler or a form action to what fills its parameters.

This is decided once, at start. A function that takes the event alone stays as it is, and costs its requests
nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import Parameter
from typing import Any

from lissome.routing.route_id import RouteParams
from lissome.server.inputs.action import Action
from lissome.server.inputs.form import TypedForm
from lissome.server.inputs.form_parameter import body_of, form_of
from lissome.server.inputs.inputs import Inputs
from lissome.server.inputs.signature import Signature
from lissome.server.inputs.typed_function import TypedFunction
from lissome.server.inputs.url_parameters import UrlParameters, refuse_unfilled, url_parameters


def bind_load(file: str, run: Callable[..., Any], route: RouteParams) -> Callable[[Any], Any]:
    """Return what calls a load with the event alone.

    Raises:
        AppError: nothing fills one of its parameters.
    """
    signature = Signature.of(f"{file}: load", run)
    found = url_parameters(signature, route)
    refuse_unfilled(signature, found.rest, route)
    inputs = _inputs(signature, found)
    return run if inputs is None else TypedFunction(run, inputs)


def bind_handler(file: str, method: str, run: Callable[..., Any], route: RouteParams) -> Callable[[Any], Any]:
    """Return what calls the handler of a method with the event alone; raises as `bind_load`."""
    signature = Signature.of(f"{file}: {method}", run)
    found = url_parameters(signature, route)
    body = body_of(signature, found.rest, method)
    refuse_unfilled(signature, found.rest, route)
    inputs = _inputs(signature, found, None if body is None else body.form)
    return run if inputs is None else TypedFunction(run, inputs, body)


def bind_action(file: str, name: str, run: Callable[..., Any], route: RouteParams) -> Action:
    """Look at an action's signature.

    Raises:
        AppError: its parameters are not those of an action, or the form is not annotated with a model.
    """
    signature = Signature.of(f"{file}: action {name!r}", run)
    found = url_parameters(signature, route)
    form = form_of(signature, found.rest, route)
    return Action(run, form, _inputs(signature, found, form))


def _inputs(signature: Signature, found: UrlParameters, form: TypedForm | None = None) -> Inputs | None:
    """Return what fills the parameters; None if there is nothing to fill."""
    filled = {one.name for one in (*found.route, *found.query, *([form] if form else []))}
    positional = []
    for parameter in signature.parameters[1:]:
        if parameter.name not in filled or parameter.kind is Parameter.KEYWORD_ONLY:
            break
        positional.append(parameter.name)
    keywords = sorted(filled.difference(positional))
    signature.check_call(positional, keywords)
    if not filled:
        return None
    return Inputs(tuple(found.route), tuple(found.query), tuple(positional), tuple(keywords))
