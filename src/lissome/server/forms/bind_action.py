"""The signature of a form action, looked at once, at start."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import partial
from inspect import Parameter
from types import SimpleNamespace
from typing import Any, Final, get_args, get_type_hints

from pydantic import PydanticUserError, TypeAdapter
from pydantic_core import SchemaError
from typing_extensions import Format, TypeAliasType, get_annotations

from lissome.errors import AppError
from lissome.server.forms.shape import Shape
from lissome.server.forms.typed_action import Action, TypedForm

_VARIADIC: Final = (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD)


def bind_action(file: str, name: str, run: Callable[..., Any]) -> Action:
    """Look at an action's signature, once at start.

    Raises:
        AppError: its parameters are not those of an action, or the form is not annotated with a model.
    """
    where = f"{file}: action {name!r}"
    parameter = _form_parameter(where, run)
    return Action(run, None if parameter is None else _typed_form(where, run, parameter))


def _form_parameter(where: str, run: Callable[..., Any]) -> Parameter | None:
    """Return the parameter that takes the form, None if there is none."""
    parameters = list(inspect.signature(run).parameters.values())
    if not parameters:
        msg = f"{where} takes no parameter; write async def {_name(run)}(event)"
        raise AppError(msg)
    if len(parameters) == 1:
        _check_event(where, run, parameters[0])
        return None
    _event, form, *more = parameters
    if form.kind in _VARIADIC:
        shown = str(form).partition(":")[0]
        msg = (
            f"{where} takes {shown}, which hides whether it takes a form; write (event) or "
            "(event, form: CreateUser), and in a decorator @functools.wraps(action)"
        )
        raise AppError(msg)
    needed = next((each for each in more if each.default is each.empty and each.kind not in _VARIADIC), None)
    if needed is not None:
        msg = (
            f"{where} takes {needed.name!r}, but an action is called with the event and one form, "
            f"{form.name!r}"
        )
        raise AppError(msg)
    return form


def _check_event(where: str, run: Callable[..., Any], parameter: Parameter) -> None:
    """Refuse a form in the place of the event."""
    try:
        annotation = _annotation(where, run, parameter.name)
    except AppError:  # only type checkers know it, as they may
        return
    models = Shape(() if annotation is None else (annotation,)).models
    if models:
        form = f"{parameter.name}: {models[0].__name__}"
        right = f"async def {_name(run)}(event, {form})"
        msg = f"{where} takes a form only, but the event comes first; write {right}"
        raise AppError(msg)


def _typed_form(where: str, run: Callable[..., Any], parameter: Parameter) -> TypedForm:
    name = parameter.name
    annotation = _annotation(where, run, name)
    shape = Shape(() if annotation is None else (annotation,))
    if not shape.models:
        msg = (
            f"{where} takes {name!r}, which must be annotated with a pydantic model: "
            f"async def {_name(run)}(event, {name}: CreateUser). Without it write only (event)."
        )
        raise AppError(msg)
    if shape.is_union and not _has_discriminator(annotation):
        models = " | ".join(model.__name__ for model in shape.models)
        msg = (
            f"{where} takes {name!r}, one of several models, and nothing says which; write "
            f'{name}: Annotated[{models}, Field(discriminator="kind")], with a Literal `kind` in each'
        )
        raise AppError(msg)
    if parameter.default not in (None, parameter.empty):
        msg = (
            f"{where}: {name!r} has a default, which all requests would share; write "
            f"{name}: {shape.models[0].__name__} | None = None, and the action gets None for an empty form"
        )
        raise AppError(msg)
    is_optional = parameter.default is None or shape.is_optional
    keyword = name if parameter.kind is Parameter.KEYWORD_ONLY else None
    return TypedForm(_adapter(where, annotation), shape, keyword, is_optional)


def _adapter(where: str, annotation: Any) -> TypeAdapter[Any]:
    try:
        return TypeAdapter(annotation)
    except (PydanticUserError, SchemaError, NameError) as failure:
        msg = f"{where}: pydantic cannot use its form: {failure}"
        raise AppError(msg) from failure


def _annotation(where: str, run: Callable[..., Any], parameter: str) -> Any:
    """Return the annotation of one parameter, or None.

    Only that is evaluated: the event's may name what only type checkers import.
    """
    function = _function(run)
    annotations = get_annotations(function, format=Format.FORWARDREF)  # Python 3.14's evaluate all of them
    wanted = {key: value for key, value in annotations.items() if key == parameter}
    only = SimpleNamespace(__annotations__=wanted)
    try:
        hints = get_type_hints(only, getattr(function, "__globals__", None), include_extras=True)
    except NameError as failure:
        msg = f"{where}: {failure}; annotations must name what the module defines or imports"
        raise AppError(msg) from failure
    return hints.get(parameter)


def _function(run: Callable[..., Any]) -> Any:
    """Return the function that has the annotations."""
    function: Any = inspect.unwrap(run)
    while isinstance(function, partial):
        function = inspect.unwrap(function.func)
    return function if inspect.isroutine(function) else type(function).__call__


def _name(run: Callable[..., Any]) -> str:
    return getattr(_function(run), "__name__", "action")


def _has_discriminator(annotation: Any) -> bool:
    """True if pydantic is told which of the models a form is for."""
    if isinstance(annotation, TypeAliasType):
        annotation = annotation.__value__
    said = any(getattr(each, "discriminator", None) for each in getattr(annotation, "__metadata__", ()))
    return said or any(map(_has_discriminator, get_args(annotation)))
