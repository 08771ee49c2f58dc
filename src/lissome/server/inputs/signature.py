"""The signature of a function that lissome calls, looked at once, at start."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from inspect import Parameter
from types import SimpleNamespace
from typing import Any, Final, get_type_hints

from pydantic import TypeAdapter
from typing_extensions import Format, get_annotations

from lissome.errors import AppError
from lissome.server.inputs.query import Query
from lissome.type_aliases import parts

# What a class of a route module is called by: ``routes.blog.[slug].+page-server.Post``.
_ROUTE_MODULE: Final = re.compile(r"\broutes\.(?:[^\s,|]*\.)?\+[a-z-]+\.")
VARIADIC: Final = (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD)


@dataclass(frozen=True, slots=True)
class Signature:
    """A function and its parameters.

    Attributes:
        where: the function as messages name it: ``src/routes/x/+page.server.py: action 'create'``.
    """

    where: str
    run: Callable[..., Any]
    parameters: tuple[Parameter, ...]

    @classmethod
    def of(cls, where: str, run: Callable[..., Any]) -> Signature:
        """Look at a function.

        Raises:
            AppError: it takes nothing.
        """
        try:
            parameters = tuple(inspect.signature(run).parameters.values())
        except ValueError:  # of a type or function in C, which says nothing
            parameters = (Parameter("event", Parameter.POSITIONAL_OR_KEYWORD),)
        found = cls(where, run, parameters)
        if not found.parameters:
            raise found.error(f"takes no parameter; write async def {found.name}(event)", joint=" ")
        return found

    @property
    def name(self) -> str:
        """The function's own name."""
        return getattr(_function(self.run), "__name__", "action")

    def error(self, message: str, *, joint: str = ": ") -> AppError:
        """Return the error for something that is wrong here."""
        return AppError(f"{self.where}{joint}{message}")

    def annotation(self, parameter: str) -> Any:
        """Return the annotation of one parameter, or None.

        Only that is evaluated: the event's may name what only type checkers import.

        Raises:
            AppError: it names what the module does not know, or cannot be evaluated.
        """
        function = _function(self.run)
        annotations = get_annotations(function, format=Format.FORWARDREF)  # Python 3.14's evaluate all
        wanted = {key: value for key, value in annotations.items() if key == parameter}
        only = SimpleNamespace(__annotations__=wanted)
        try:
            hints = get_type_hints(only, getattr(function, "__globals__", None), include_extras=True)
        except NameError as failure:
            msg = f"{failure}; annotations must name what the module defines or imports"
            raise self.error(msg) from failure
        except Exception as failure:  # it is any expression
            msg = f"the annotation of {parameter!r} cannot be evaluated: {type(failure).__name__}: {failure}"
            raise self.error(msg) from failure
        return hints.get(parameter)

    def known_annotation(self, parameter: Parameter) -> Any:
        """Return a parameter's annotation; None if only type checkers know it, and it has a default.

        Raises:
            AppError: it names what the module does not know, and the parameter has to be filled.
        """
        try:
            return self.annotation(parameter.name)
        except AppError:
            if parameter.default is parameter.empty:
                raise
            return None

    def check_call(self, positional: Sequence[str], keywords: Sequence[str]) -> None:
        """Look whether the function takes the arguments that it will be called with.

        Raises:
            AppError: a decorator takes others than the function that it wraps, or the event has no place.
        """
        try:
            own = inspect.signature(self.run, follow_wrapped=False)
        except ValueError:  # it is in C, and says nothing
            return
        try:
            _check_names(own, keywords)
            own.bind(None, *positional, **dict.fromkeys(keywords))
        except TypeError as failure:
            call = ", ".join(["event", *positional, *(f"{name}={name}" for name in keywords)])
            msg = f"it is called with ({call}), which it does not take: {failure}"
            if inspect.unwrap(self.run) is not self.run:
                msg += "; write async def wrapper(event, *args, **kwargs) in its decorator"
            raise self.error(msg) from failure

    def adapter(self, annotation: Any, what: str) -> TypeAdapter[Any]:
        """Return what validates a type.

        Args:
            what: what has the type, for messages.

        Raises:
            AppError: pydantic cannot use it.
        """
        try:
            adapter = TypeAdapter(annotation)
            if not adapter.pydantic_complete:  # a model in it names what its module does not know, so far
                adapter.rebuild(raise_errors=True)
        except Exception as failure:  # types may have code of the app's
            raise self.error(f"pydantic cannot use {what}: {failure}") from failure
        return adapter


def _check_names(signature: inspect.Signature, keywords: Sequence[str]) -> None:
    """Look whether a function takes these by name: Python 3.13.0 forgets to, of those with defaults."""
    for name in keywords:
        parameter = signature.parameters.get(name)
        if parameter is not None and parameter.kind is Parameter.POSITIONAL_ONLY:
            msg = f"{name!r} parameter is positional only"
            raise TypeError(msg)


def shown(parameter: Parameter) -> str:
    """Return a parameter's annotation as it is written, ``str`` if it has none."""
    annotation = parameter.annotation
    if annotation is parameter.empty:
        return "str"
    if isinstance(annotation, str):
        return annotation
    return _ROUTE_MODULE.sub("", inspect.formatannotation(annotation))


def query_of(annotation: Any) -> Query | None:
    """Return the `Query` in a type's metadata, if there is one."""
    metadata = (each for part in parts(annotation) for each in getattr(part, "__metadata__", ()))
    return next((each for each in metadata if isinstance(each, Query)), None)


def _function(run: Callable[..., Any]) -> Any:
    """Return the function that has the annotations."""
    function: Any = inspect.unwrap(run)
    while isinstance(function, partial):
        function = inspect.unwrap(function.func)
    return function if inspect.isroutine(function) else type(function).__call__
