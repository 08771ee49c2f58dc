"""The parameter that takes the form of an action, or the body of an endpoint."""

from __future__ import annotations

from inspect import Parameter
from typing import Any, Final

from lissome.errors import AppError
from lissome.routing.route_id import RouteParams
from lissome.server.forms.shape import Shape
from lissome.server.inputs.body import TypedBody
from lissome.server.inputs.form import TypedForm
from lissome.server.inputs.signature import VARIADIC, Signature, shown
from lissome.server.request.json_body import json_validator
from lissome.type_aliases import parts

_BODIES: Final = frozenset({"POST", "PUT", "PATCH", "DELETE", "QUERY"})
"""The methods whose requests may have a body."""


def body_of(signature: Signature, rest: list[Parameter], method: str) -> TypedBody | None:
    """Return the body that a handler takes, and take its parameter out of `rest`; None if it takes none.

    It is a model; or, without a default, what is no single text, number or date.

    Raises:
        AppError: it cannot take that.
    """
    bodies = [one for one in rest if _is_body(signature, one)]
    if not bodies:
        return None
    first = bodies[0]
    if len(bodies) > 1:
        names = " and ".join(repr(one.name) for one in bodies)
        raise signature.error(f"a request has one body, and {names} would be two; make them one model")
    if method == "fallback":
        read = f"await event.request.json({shown(first)})"
        raise signature.error(f"fallback answers methods without a body too; for {first.name!r} write {read}")
    if method not in _BODIES:
        msg = f"takes {first.name!r}, but requests with the method {method} have no body"
        raise signature.error(msg, joint=" ")
    rest.remove(first)
    annotation = signature.annotation(first.name)
    form = _typed_form(signature, first, annotation, "its body")
    return TypedBody(form, json_validator(annotation))


def _is_body(signature: Signature, parameter: Parameter) -> bool:
    annotation = None if parameter.kind in VARIADIC else signature.known_annotation(parameter)
    if annotation is None:
        return False
    shape = Shape((annotation,))
    if shape.models:
        return True
    return parameter.default is parameter.empty and (shape.is_list or not shape.is_plain)


def form_of(signature: Signature, rest: list[Parameter], route: RouteParams) -> TypedForm | None:
    """Return the form that an action takes; None if it takes none.

    Raises:
        AppError: what it takes is no form.
    """
    if len(signature.parameters) == 1:
        _refuse_form_as_event(signature, signature.parameters[0])
    if not rest:
        return None
    form, *more = rest
    if form.kind in VARIADIC:
        written = str(form).partition(":")[0]
        msg = (
            f"takes {written}, which hides whether it takes a form; write (event) or "
            "(event, form: CreateUser), and in a decorator @functools.wraps(action)"
        )
        raise signature.error(msg, joint=" ")
    needed = next((one for one in more if one.default is one.empty and one.kind not in VARIADIC), None)
    if needed is not None:
        msg = (
            f"takes {needed.name!r}, but an action is called with the event and one form, {form.name!r}; "
            f"{route.unknown(needed.name, shown(needed))}"
        )
        raise signature.error(msg, joint=" ")
    return _form(signature, form, route)


def _refuse_form_as_event(signature: Signature, parameter: Parameter) -> None:
    """Refuse a form in the place of the event."""
    try:
        annotation = signature.annotation(parameter.name)
    except AppError:  # only type checkers know it, as they may
        return
    models = Shape(() if annotation is None else (annotation,)).models
    if models:
        right = f"async def {signature.name}(event, {parameter.name}: {models[0].__name__})"
        msg = f"takes a form only, but the event comes first; write {right}"
        raise signature.error(msg, joint=" ")


def _form(signature: Signature, parameter: Parameter, route: RouteParams) -> TypedForm:
    name = parameter.name
    annotation = signature.annotation(name)
    shape = Shape(() if annotation is None else (annotation,))
    if not shape.models:
        msg = (
            f"takes {name!r}, which must be annotated with a pydantic model: "
            f"async def {signature.name}(event, {name}: CreateUser). Without it write only (event)."
        )
        if shape.is_plain:
            msg += f" If it is no form: {route.unknown(name, shown(parameter))}."
        raise signature.error(msg, joint=" ")
    return _typed_form(signature, parameter, annotation, "its form")


def _typed_form(signature: Signature, parameter: Parameter, annotation: Any, what: str) -> TypedForm:
    name, shape = parameter.name, Shape((annotation,))
    if shape.models and shape.is_union and not _has_discriminator(annotation):
        models = " | ".join(model.__name__ for model in shape.models)
        msg = (
            f"takes {name!r}, one of several models, and nothing says which; write "
            f'{name}: Annotated[{models}, Field(discriminator="kind")], with a Literal `kind` in each'
        )
        raise signature.error(msg, joint=" ")
    if parameter.default not in (None, parameter.empty):
        msg = (
            f"{name!r} has a default, which all requests would share; write "
            f"{name}: {shape.models[0].__name__} | None = None, and the "
        )
        is_form = what == "its form"
        msg += "action gets None for an empty form" if is_form else "handler gets None for an empty body"
        raise signature.error(msg)
    is_optional = parameter.default is None or shape.is_optional
    return TypedForm(name, signature.adapter(annotation, what), shape, is_optional)


def _has_discriminator(annotation: Any) -> bool:
    """True if pydantic is told which of the models a form is for."""
    metadata = (each for part in parts(annotation) for each in getattr(part, "__metadata__", ()))
    return any(getattr(each, "discriminator", None) for each in metadata)
