"""Python annotations → TypeScript types of what is sent: right, or `any`.

An annotation is taken apart down to classes. What values of a class are sent as is `lissome.codec`'s to say
(`python_types`); the tables here follow it, and a test sends values of random types and has `tsc` judge them.
A class with members becomes a type with a name, so it may contain itself.
"""

from __future__ import annotations

import collections
import json
import re
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, Flag
from types import GenericAlias, UnionType
from typing import Annotated, Any, Final, Literal, NewType, TypeVar, Union, get_args, get_origin

import typing_extensions
from typing_inspection.typing_objects import is_typealiastype

from lissome.codec import MAX_SAFE_INTEGER
from lissome.codec.python_types import NATIVE
from lissome.typescript.containers import MAPPINGS, container, mapping, union
from lissome.typescript.hints import Unknown, value_of
from lissome.typescript.models import (
    complete,
    dumped_as,
    dumped_by_method,
    dumped_members,
    has_own_serializer,
    is_dumped,
    is_itself,
    is_model,
    model_type,
    serialized,
    written_as,
)
from lissome.typescript.objects import ObjectType, Variables, object_type, variables_of
from lissome.typescript.scalars import Wire, scalar

_WRAPPERS: Final = (
    *(typing.Required, typing.NotRequired, typing.Final, typing.ClassVar),
    *(typing_extensions.ReadOnly, typing_extensions.Required, typing_extensions.NotRequired),
)
_WORDS: Final[tuple[tuple[Any, str], ...]] = (
    *((Any, "any"), (Unknown, "any"), (None, "null")),
    (typing.Tuple, "Array<any>"),  # noqa: UP006 - it has the arguments of `tuple[()]`
    *((typing.NoReturn, "never"), (typing.Never, "never"), (typing_extensions.Never, "never")),
)
# A generic class may hold itself, of ever longer types: `Tree[list[T]]` in `Tree[T]`.
_MOST_INSIDE: Final = 3
# An alias may stand for itself.
_MOST_STEPS: Final = 10
# Names that mean something in the declarations; a class that is called so gets another one.
_TAKEN: Final = (
    *("Array", "ArrayBuffer", "ArrayBufferView", "AsyncIterable", "Date", "Map", "Partial", "Promise"),
    *("Record", "RegExp", "ReturnType", "Set", "Uint8Array", "URL", "URLSearchParams"),
    *("EndpointData", "Kit"),
)


@dataclass(frozen=True, slots=True)
class _Place:
    """The place of an annotation.

    Attributes:
        variables: what stands for type variables.
        is_dumped: in a pydantic model, which converts what is in it.
        written: the types of values that the configuration of that model writes otherwise.
        inside: the classes that it is in.
        name: the type of the innermost of these.
        is_alias: in the type of a name, and not in an object there.
    """

    variables: Variables = field(default_factory=dict)
    is_dumped: bool = False
    written: Mapping[type, str] = field(default_factory=dict)
    inside: tuple[Any, ...] = ()
    name: str = "any"
    is_alias: bool = False


@dataclass(slots=True)
class Types:
    """Writes types, and collects the declarations that they refer to.

    Args:
        wire: how the values are sent.
        transported: the types of the classes that the app encodes itself, by class or by the name of one.

    Attributes:
        declared: types by name, in the order in which they were met.
    """

    wire: Wire = Wire.DEVALUE
    transported: Mapping[type | str, str] = field(default_factory=dict)
    declared: dict[str, str] = field(default_factory=dict)
    _names: dict[Any, str] = field(default_factory=dict)

    def of(self, annotation: Any) -> str:
        """Return the type of what an annotation says; ``any`` if that is not known."""
        try:
            return self._of(annotation, _Place())
        except Exception:  # noqa: BLE001 - an annotation may be any object of the app's
            self.declared = {name: text or "any" for name, text in self.declared.items()}
            return "any"

    def declare(self, name: str, text: str) -> str:
        """Declare a type, and return the name that it got."""
        free = self._free_name(name)
        self.declared[free] = text
        return free

    def _of(self, annotation: Any, place: _Place) -> str:
        while isinstance(annotation, NewType):
            annotation = annotation.__supertype__
        word = next((text for known, text in _WORDS if annotation is known), None)
        if annotation is typing.Self or is_itself(annotation, place.inside[-1:]):
            word = place.name
        if word is not None:
            return word
        if isinstance(annotation, TypeVar):
            known = place.variables.get(annotation, Unknown)
            return "any" if known is annotation else self._of(known, replace(place, variables={}, name="any"))
        origin, arguments = get_origin(annotation), get_args(annotation)
        if origin is None:
            return self._plain(annotation, (), place)
        if origin is Literal:
            return union(self._literal(each, place) for each in arguments)
        if origin in (Union, UnionType):
            return union(self._of(each, place) for each in arguments)
        return self._of_special(origin, arguments, place)

    def _of_special(self, origin: Any, arguments: tuple[Any, ...], place: _Place) -> str:
        inner, *metadata = arguments or (Unknown,)
        if origin is Annotated:
            if place.is_dumped:
                inner = serialized(inner, tuple(metadata), self.wire)
            return self._of(inner, place)
        if origin in _WRAPPERS:
            return self._of(inner, place)
        if origin is tuple and not arguments:
            return "[]"
        return self._plain(origin, arguments, place)

    def _plain(self, kind: Any, arguments: tuple[Any, ...], place: _Place) -> str:
        """Return the type of a class, or of an alias made by ``type``."""
        if is_typealiastype(kind):
            return self._alias(kind, arguments, place, value_of(kind))
        if not isinstance(kind, type):
            return "any"
        decoded = self.transported.get(kind) or self.transported.get(kind.__name__)
        if place.is_dumped:
            written = next((place.written[base] for base in kind.__mro__ if base in place.written), None)
            decoded = written or ("any" if has_own_serializer(kind) else None) or decoded
        return decoded or self._container(kind, arguments, place) or self._class(kind, arguments, place)

    def _container(self, kind: type, arguments: tuple[Any, ...], place: _Place) -> str | None:
        if kind is tuple:
            return self._tuple(arguments, place)
        if kind is collections.Counter and arguments:
            arguments = (*arguments, int)
        if kind not in MAPPINGS and kind is not collections.Counter:
            return container(kind, [self._of(each, place) for each in arguments], self.wire)
        if len(arguments) < 2:
            return "Record<string, any>"
        key = _plain_key(arguments[0], place, self.wire)
        are_texts = _are_texts(key, is_dumped=place.is_dumped)
        types = [self._of(each, place) for each in (key, arguments[1])]
        return mapping(types[0], types[1], self.wire, are_texts=are_texts, is_alias=place.is_alias)

    def _tuple(self, arguments: tuple[Any, ...], place: _Place) -> str:
        if arguments[-1:] == (Ellipsis,):
            return f"Array<{self._of(arguments[0], place)}>"
        if not arguments:
            return "Array<any>"
        return f"[{', '.join(self._item(each, place) for each in arguments)}]"

    def _item(self, annotation: Any, place: _Place) -> str:
        """Return the type of an item of a tuple, which may stand for several: ``*tuple[int, ...]``."""
        if get_origin(annotation) in (typing.Unpack, typing_extensions.Unpack):
            inner = get_args(annotation)[0]
        elif getattr(annotation, "__unpacked__", False):
            inner = GenericAlias(get_origin(annotation), get_args(annotation))
        else:
            return self._of(annotation, place)
        return f"...{self._of(inner, place)}" if get_origin(inner) is tuple else "...Array<any>"

    def _class(self, kind: type, arguments: tuple[Any, ...], place: _Place) -> str:
        if issubclass(kind, Enum):
            return self._enum(kind, place)
        if is_model(kind):
            return self._model(kind, arguments, place)
        members = None if kind in NATIVE else object_type(kind)
        if members is None:
            return scalar(kind, self.wire, is_dumped=place.is_dumped) or "any"
        if place.is_dumped and not is_dumped(kind):
            place = replace(place, is_dumped=False, written={})
        if place.is_dumped and issubclass(kind, tuple):  # pydantic makes a plain tuple of a named one
            items = GenericAlias(tuple, tuple(each.annotation for each in members.members))
            return self._alias(kind, arguments, place, items)
        sent = dumped_members(kind, members) if place.is_dumped else members
        if sent is None:
            return "any"
        return self._named(kind, arguments, place, lambda inner: self._object(sent, inner))

    def _enum(self, kind: type[Enum], place: _Place) -> str:
        if issubclass(kind, Flag):
            return "number"
        return union(self._literal(member.value, place) for member in kind) if len(kind) else "any"

    def _literal(self, value: Any, place: _Place) -> str:
        if isinstance(value, Enum):
            value = value.value
        if isinstance(value, (str, bool)) or (isinstance(value, int) and abs(value) <= MAX_SAFE_INTEGER):
            return json.dumps(value, ensure_ascii=False)
        if isinstance(value, int) and self.wire is Wire.DEVALUE:
            return "bigint"
        return self._of(type(value), place)

    def _model(self, kind: type, arguments: tuple[Any, ...], place: _Place) -> str:
        complete(kind)
        returned = None if place.is_dumped else dumped_by_method(kind)
        place = replace(place, is_dumped=True, written=written_as(kind, self.wire))
        if returned is not None or has_own_serializer(kind):
            return self._of(returned or Unknown, place)
        instead = dumped_as(kind, self.wire)
        if instead is not None:
            return "any" if instead in (kind, Unknown) else self._alias(kind, arguments, place, instead)
        return self._named(
            kind, arguments, place, lambda inner: self._object(model_type(kind, self.wire), inner)
        )

    def _alias(self, kind: Any, arguments: tuple[Any, ...], place: _Place, value: Any) -> str:
        """Return a name for the type of an annotation, which may contain itself."""
        return self._named(
            kind, arguments, place, lambda inner: self._of(value, replace(inner, is_alias=True))
        )

    def _named(
        self, kind: Any, arguments: tuple[Any, ...], place: _Place, write: Callable[[_Place], str]
    ) -> str:
        """Declare a type once, and return its name."""
        grows = place.inside.count(kind) > _MOST_INSIDE
        variables = variables_of(kind, () if grows else arguments, place.variables)
        key = (kind, tuple(map(_hashable, variables.values())), place.is_dumped, tuple(place.written.items()))
        if key not in self._names:
            self._names[key] = name = self._free_name(kind.__name__)
            self.declared[name] = ""  # it may refer to itself
            text = write(replace(place, variables=variables, inside=(*place.inside, kind), name=name))
            self.declared[name] = "any" if name in text.split(" | ") else text  # it would be endless
        return self._names[key]

    def _object(self, kind: ObjectType, place: _Place) -> str:
        place = replace(place, is_alias=False)
        members = [
            f"{json.dumps(each.name, ensure_ascii=False)}{'?' if each.is_optional else ''}: "
            f"{self._of(each.annotation, place)}"
            for each in kind.members
        ]
        if kind.has_more:
            members.append("[key: string]: any")
        return f"{{ {'; '.join(members)} }}" if members else "{}"

    def _free_name(self, name: str) -> str:
        plain = re.sub(r"\W+", "_", name).strip("_")
        # with a capital, it is no word of TypeScript's
        plain = plain[0].upper() + plain[1:] if plain.isidentifier() else f"Type_{plain}".rstrip("_")
        return next(each for each in _numbered(plain) if each not in _TAKEN and each not in self.declared)


def _plain_key(annotation: Any, place: _Place, wire: Wire) -> Any:
    """Return what the annotation of a dict's keys stands for."""
    for _ in range(_MOST_STEPS):
        if isinstance(annotation, NewType):
            annotation = annotation.__supertype__
        elif isinstance(annotation, TypeVar):
            annotation = place.variables.get(annotation, Unknown)
        elif is_typealiastype(annotation):
            annotation = value_of(annotation)
        elif get_origin(annotation) is Annotated:
            inner, *metadata = get_args(annotation)
            annotation = serialized(inner, tuple(metadata), wire) if place.is_dumped else inner
        else:
            return annotation
    return Unknown


def _are_texts(key: Any, *, is_dumped: bool) -> bool | None:
    """Return True if keys of a type are texts in Python, None if some may be."""
    if get_origin(key) is Literal:
        found: set[bool | None] = {isinstance(value, str) for value in get_args(key)}
    elif get_origin(key) in (Union, UnionType):
        found = {_are_texts(each, is_dumped=is_dumped) for each in get_args(key)}
    elif is_dumped and isinstance(key, type) and issubclass(key, Enum):  # see `use_enum_values`
        found = {issubclass(key, str), *(isinstance(member.value, str) for member in key)}
    else:
        found = {isinstance(key, type) and issubclass(key, str)}
    return found.pop() if len(found) == 1 else None


def _hashable(annotation: Any) -> Any:
    try:
        hash(annotation)
    except TypeError:  # of metadata
        return repr(annotation)
    return annotation


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}_{number}"
        number += 1
