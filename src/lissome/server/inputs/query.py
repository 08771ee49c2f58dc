"""`Query`: a parameter that is filled from the query, ``page: Annotated[int, Query(ge=1)] = 1``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Never, TypedDict, Unpack

from annotated_types import GroupedMetadata
from pydantic import Field

_DEFAULT: Final = "the default of a parameter stands behind it; write page: Annotated[int, Query(ge=1)] = 1"
_DEFAULTS: Final = frozenset({"default", "default_factory"})


class Constraints(TypedDict, total=False):
    """The arguments of pydantic's `Field` that are about a value."""

    gt: Any
    ge: Any
    lt: Any
    le: Any
    multiple_of: float
    min_length: int
    max_length: int
    pattern: str
    strict: bool
    allow_inf_nan: bool
    max_digits: int
    decimal_places: int
    title: str
    description: str
    examples: list[Any]
    deprecated: bool | str


class Query(GroupedMetadata):
    """A parameter that is filled from the query of the URL.

    Args:
        alias: its name in the query, if it has another one there than in Python.
        **constraints: as in pydantic's `Field`: ``ge=1``, ``max_length=40``, ``description="…"``.

    Attributes:
        alias: the same.
    """

    def __init__(self, *given: Never, alias: str | None = None, **constraints: Unpack[Constraints]) -> None:
        if given or not _DEFAULTS.isdisjoint(constraints):
            raise TypeError(_DEFAULT)
        known = Constraints.__annotations__
        if unknown := constraints.keys() - known:
            msg = f"Query takes no `{min(unknown)}`; it takes alias, {', '.join(known)}"
            raise TypeError(msg)
        self.alias = alias
        self._constraints = constraints

    def __iter__(self) -> Iterator[object]:
        """Yield what pydantic makes of it, as it asks all metadata of a type."""
        if self._constraints:
            yield Field(**self._constraints)

    def __repr__(self) -> str:
        given = {"alias": self.alias} if self.alias is not None else {}
        shown = ", ".join(f"{name}={value!r}" for name, value in {**given, **self._constraints}.items())
        return f"Query({shown})"
