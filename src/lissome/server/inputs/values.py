"""The value of one parameter of a function, from the route or from the query."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError
from starlette.datastructures import UploadFile

from lissome.errors import FrameworkError
from lissome.server.forms.nesting import Groups, nest
from lissome.server.forms.rejection import add_errors
from lissome.server.forms.shape import Shape
from lissome.server.request.input_error import FieldErrors, message_of, missing
from lissome.url import SearchParams

ABSENT: Final = object()
"""There is no value, and no default."""


@dataclass(frozen=True, slots=True)
class RouteInput:
    """A parameter of the route.

    Attributes:
        name: the route's and the function's.
        adapter: None if it takes any text as it is.
        default: its value if the path has none.
    """

    name: str
    adapter: TypeAdapter[Any] | None
    default: Any

    def read(self, params: Mapping[str, Any]) -> Any:
        """Return the value.

        Raises:
            FrameworkError: 404, it does not fit.
        """
        value = params.get(self.name, ABSENT)
        if value is ABSENT:
            return self.default
        if self.adapter is None:
            return value
        try:
            return self.adapter.validate_python(value)
        except ValidationError as failure:
            problem = message_of(failure.errors(include_url=False)[0])
            reason = f"the route matches, but its parameter `{self.name}` does not fit: {problem}"
            raise FrameworkError(404, "Not Found", reason, level=logging.INFO) from None


@dataclass(frozen=True, slots=True)
class QueryInput:
    """A parameter of the query.

    Attributes:
        name: the function's.
        key: its name in the query.
        default: makes its value if the query has none; None if there must be one.
    """

    name: str
    key: str
    adapter: TypeAdapter[Any]
    shape: Shape
    default: Callable[[], Any] | None

    @property
    def keeps_empty(self) -> bool:
        """True if an empty text is a value, and not an input that was left empty."""
        return (self.shape.below(None) if self.shape.is_list else self.shape).takes_empty_text

    def read(self, query: SearchParams, errors: FieldErrors) -> Any:
        """Return the value; add to the errors if it does not fit."""
        value: Any
        if self.shape.is_list:
            value = [one for one in query.get_all(self.key) if one or self.keeps_empty]
        else:
            value = query.get(self.key)  # the first one, as in the browser
        if not value and (not isinstance(value, str) or not self.keeps_empty):
            if self.default is not None:
                return self.default()
            errors.add(self.key, missing(self.key))
            return ABSENT
        try:
            return self.adapter.validate_python(value)
        except ValidationError as failure:
            add_errors(errors, failure, self.shape, prefix=self.key)
            return ABSENT


@dataclass(frozen=True, slots=True)
class QueryModelInput:
    """The query as one model.

    Attributes:
        name: the function's parameter.
        keys: the names that the model reads; None if it may read any.
        default: as that of `QueryInput`, of a query that has none of the names.
    """

    name: str
    keys: tuple[str, ...] | None
    adapter: TypeAdapter[Any]
    shape: Shape
    default: Callable[[], Any] | None

    def read(self, query: SearchParams, errors: FieldErrors) -> Any:
        """Return the model; add to the errors if the query does not fit."""
        nested = nest(self._groups(query), self.shape)
        if not nested and self.default is not None:
            return self.default()
        try:
            return self.adapter.validate_python(nested)
        except ValidationError as failure:
            add_errors(errors, failure, self.shape)
            return ABSENT

    def _groups(self, query: SearchParams) -> Groups:
        if self.keys is not None:  # one by one, so that a load depends on these names alone
            return dict(filter(None, (_found(query, key, self.shape.below(key)) for key in self.keys)))
        groups: Groups = {}
        for key, value in query.items():
            if not key.startswith("/"):  # the name of a form action
                groups.setdefault(key, []).append(value)
        return groups


def _found(query: SearchParams, key: str, shape: Shape) -> tuple[str, list[str | UploadFile]] | None:
    """Return a field's name in the query, as in forms, and its values; None if it is not there."""
    values = values_of(query, key, shape)
    if not values and shape.is_list:
        key = f"{key}[]"
        values = query.get_all(key)
    return (key, [*values]) if values else None


def values_of(query: SearchParams, key: str, shape: Shape) -> list[str]:
    """Return all values of a list, and the first one of anything else, as `URLSearchParams.get` does."""
    if shape.is_list:
        return query.get_all(key)
    first = query.get(key)
    return [] if first is None else [first]
