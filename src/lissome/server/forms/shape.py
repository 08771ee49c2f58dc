"""The shape of a form's model: the types at the end of a field's path.

Models are pydantic's, dataclasses and TypedDicts; a union of them has the fields of all.
"""

from __future__ import annotations

import collections.abc
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from pydantic import AliasChoices, AliasPath, BaseModel, Secret, SecretBytes, SecretStr
from typing_extensions import is_typeddict

from lissome.type_aliases import parts, unaliased

Path = list[str | int | None]
"""The steps to a field: ``lines[0].price`` is ``["lines", 0, "price"]``; None is ``[]``."""

_LISTS: Final = frozenset(
    {list, set, tuple, frozenset, deque}
    | {collections.abc.Sequence, collections.abc.MutableSequence, collections.abc.Set}
    | {collections.abc.MutableSet, collections.abc.Collection, collections.abc.Iterable}
)
_MAPPINGS: Final = frozenset({dict, collections.abc.Mapping, collections.abc.MutableMapping})
_SECRETS: Final = (SecretStr, SecretBytes, Secret)
_TEXTS: Final = (str, Any)
_PLAIN: Final = (str, bytes, int, float, Decimal, UUID, date, time, timedelta, Enum, SecretStr, SecretBytes)


class Shape:
    """The types of one place in a model.

    Args:
        annotations: what it may be; none if the model does not have the place.
        known: the shapes of the same model, by their annotations.

    Attributes:
        exists: the model has the place.
        is_optional: it may be None.
        is_list: it takes several values.
        is_secret: its text, or those in its list, are never sent back.
        is_union: it is one of several types, whose errors name the type.
        takes_empty_text: an empty text is a value, not an empty input: it is a plain text, or ``""`` is one
            of its choices.
    """

    __slots__ = (
        "_below",
        "_has_places",
        "_known",
        "_takes_any_name",
        "_types",
        "exists",
        "is_list",
        "is_optional",
        "is_secret",
        "is_union",
        "takes_empty_text",
    )

    def __init__(self, annotations: tuple[Any, ...], known: dict[Any, Shape] | None = None) -> None:
        members = [list(_members(annotation)) for annotation in annotations]
        self.exists = bool(annotations)
        self.is_optional = any(NoneType in each for each in members)
        self._types = [member for each in members for member in each if member is not NoneType]
        self._takes_any_name = any(get_origin(each) in _MAPPINGS for each in self._types)
        self._known = {} if known is None else known
        self._below: dict[str | int | None, Shape] = {}
        self._has_places = any(_is_fixed_tuple(each) for each in self._types)
        self.is_list = any((get_origin(each) or each) in _LISTS for each in self._types)
        self.is_secret = any(_is_secret(each) for each in self._types)
        self.is_union = len(self._types) > 1
        self.takes_empty_text = not annotations or any(_take_empty_text(each) for each in members)

    def below(self, step: str | int | None) -> Shape:
        """Return the shape one step further."""
        if isinstance(step, int) and not self._has_places:
            step = None
        found = self._below.get(step)
        if found is None:
            inner = tuple(inner for each in self._types for inner in _below(each, step))
            if not inner:
                return NOWHERE
            found = self._shape_of(inner)
            if found is None:
                return Shape(inner, self._known)
            if not self._takes_any_name:  # anybody can send any number of names
                self._below[step] = found
        return found

    def _shape_of(self, annotations: tuple[Any, ...]) -> Shape | None:
        """Return the one shape of these types, None if they have metadata without a hash.

        A model may have itself inside, and a form may go any way through it.
        """
        try:
            annotations = tuple(dict.fromkeys(annotations))  # models of a union have the same inside
            found = self._known.get(annotations)
        except TypeError:
            return None
        if found is None:
            found = self._known[annotations] = Shape(annotations, self._known)
        return found

    def at(self, path: Path) -> Shape:
        """Return the shape at the end of a path."""
        shape = self
        for step in path:
            shape = shape.below(step)
        return shape

    def fields(self) -> Iterator[tuple[str, Shape]]:
        """Yield the fields of its models by name, and by alias."""
        for name in dict.fromkeys(name for each in self._types if _is_model(each) for name in _fields(each)):
            yield name, self.below(name)

    @property
    def has_inside(self) -> bool:
        """True if fields can be inside of it: ``lines[0].price`` inside of ``lines``."""
        return self.is_list or self._takes_any_name or any(map(_is_model, self._types))

    @property
    def models(self) -> list[Any]:
        """The models that it may be; empty if it may be something else."""
        return self._types if all(map(_is_model, self._types)) else []

    @property
    def is_plain(self) -> bool:
        """True if one text, or a list of them, can say what it is: numbers, dates, choices."""
        if self.is_list:
            item = self.below(None)
            return not item.is_list and item.is_plain
        return bool(self._types) and all(map(_is_plain, self._types))

    @property
    def names(self) -> tuple[str, ...] | None:
        """The names that a model takes a flat input by; None if others count as well."""
        if not self.models or not all(map(_is_closed, self._types)):
            return None
        names = dict.fromkeys(name for model in self._types for name in _fields(model))
        return tuple(names) if all(self.below(name).is_plain for name in names) else None


NOWHERE: Final = Shape(())
"""A place that the model does not have. What is sent for it is a text."""


def _members(annotation: Any) -> Iterator[Any]:
    """The types of a union, without `Annotated` and without names of types."""
    annotation = unaliased(annotation)
    if get_origin(annotation) is Annotated:
        yield from _members(get_args(annotation)[0])
    elif get_origin(annotation) in {Union, UnionType}:
        for each in get_args(annotation):
            yield from _members(each)
    else:
        yield annotation


def _take_empty_text(members: list[Any]) -> bool:
    is_plain_text = len(members) == 1 and members[0] in _TEXTS
    return is_plain_text or any(map(_offers_empty, members))


def _offers_empty(member: Any) -> bool:
    """True for a `Literal` or an enum that has ``""`` among its values."""
    if get_origin(member) is Literal:
        return "" in get_args(member)
    return isinstance(member, type) and issubclass(member, Enum) and any(each.value == "" for each in member)


def _below(member: Any, step: str | int | None) -> Iterator[Any]:
    """Yield the annotation that a type has one step further, if it has one."""
    origin, arguments = get_origin(member), get_args(member)
    if not isinstance(step, str):
        if step is not None and _is_fixed_tuple(member):
            yield from arguments[step : step + 1]
        elif origin in _LISTS:
            yield from arguments[:1]
    elif origin in _MAPPINGS:
        yield from arguments[1:2]
    elif _is_model(member):
        fields = _fields(member)
        if step in fields:
            yield fields[step]


def _is_fixed_tuple(member: Any) -> bool:
    """True for a tuple that has a type for each of its places."""
    return get_origin(member) is tuple and Ellipsis not in get_args(member)


def _is_model(member: Any) -> bool:
    is_class = isinstance(member, type)
    return is_class and (issubclass(member, BaseModel) or is_dataclass(member) or is_typeddict(member))


def _is_plain(member: Any) -> bool:
    if get_origin(member) is Literal:
        return True
    return isinstance(member, type) and issubclass(member, _PLAIN)


def _is_secret(member: Any) -> bool:
    """True for a secret, and for a list that has some inside."""
    if get_origin(member) in _MAPPINGS:  # each name is a place of its own
        return False
    kinds = [get_origin(each) or each for each in parts(member)]
    return any(isinstance(kind, type) and issubclass(kind, _SECRETS) for kind in kinds)


def _is_closed(model: Any) -> bool:
    """True if a model pays no attention to what it has no field for."""
    config = getattr(model, "model_config", None) or getattr(model, "__pydantic_config__", None) or {}
    return bool(config.get("extra", "ignore") == "ignore")


def _fields(model: Any) -> Mapping[str, Any]:
    """The annotations of a model's fields, by all the names that it takes them by."""
    if not issubclass(model, BaseModel):
        return get_type_hints(model)
    found: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        aliases: list[Any] = [info.alias, info.validation_alias]
        if isinstance(info.validation_alias, AliasChoices):
            aliases += info.validation_alias.choices
        for each in (name, *aliases):
            if isinstance(each, str):
                found.setdefault(each, info.annotation)
            elif isinstance(each, AliasPath) and isinstance(each.path[0], str):
                found.setdefault(each.path[0], _around(info.annotation, each.path[1:]))
    return found


def _around(annotation: Any, steps: list[int | str]) -> Any:
    """Return the type of what has a value of the annotated type at the end of these steps."""
    for step in reversed(steps):
        annotation = list[annotation] if isinstance(step, int) else dict[str, annotation]
    return annotation
