"""JSON of what an endpoint returns: the values that a load may return, as JSON has them.

orjson writes nearly all of it, and asks `_Simplifiers` for types that it does not know. What it cannot write
at all (integers beyond 64 bits, `UNDEFINED`, half a surrogate pair, some keys) is walked through in Python,
which also finds the place of what cannot be sent.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from math import isfinite
from types import MappingProxyType, NoneType
from typing import Any, Final, Never

import orjson

from lissome.codec.errors import EncodeError
from lissome.codec.python_types import NATIVE, converter, dataclass_to_js, to_js
from lissome.codec.text import constant, is_safe_integer, number, path_segment
from lissome.codec.typed_arrays import TypedArray
from lissome.codec.unsupported_types import without_transport
from lissome.codec.values import (
    UNDEFINED,
    ArrayBuffer,
    BigInt,
    Date,
    InvalidDate,
    JsSet,
    Map,
    RegExp,
    Url,
    UrlSearchParams,
)

# Most values have keys that are texts, and are written in two thirds of the time without the other option.
_TEXT_KEYS: Final = orjson.OPT_NAIVE_UTC | orjson.OPT_PASSTHROUGH_DATACLASS
_ANY_KEYS: Final = _TEXT_KEYS | orjson.OPT_NON_STR_KEYS

_MAX_DEPTH: Final = 250  # of orjson, nearly
_MAX_BITS: Final = 14_000  # of an integer: Python writes 4300 digits, and no more
_LONGEST_PLACE: Final = 120  # characters
_LONE: Final = re.compile("[\ud800-\udfff]")


def to_json(value: object, root: str = "$") -> bytes:
    """Return the JSON of a value.

    Args:
        value: any value of the table in `lissome.codec.python_types`, but regular expressions.
        root: the name of the value in errors.

    Raises:
        EncodeError: something in the value cannot be written as JSON; names its place.
    """
    try:
        return orjson.dumps(value, option=_TEXT_KEYS)  # most values need no more
    except (TypeError, RecursionError):
        simplifiers = _Simplifiers()
    try:
        return orjson.dumps(value, default=simplifiers.default, option=_ANY_KEYS)
    except (TypeError, RecursionError):
        return _walked(value, root, simplifiers)


def _walked(value: object, root: str, simplifiers: _Simplifiers) -> bytes:
    try:
        plain = _Walk(simplifiers).plain(value, 0)
        if plain is UNDEFINED:
            _refuse(value, "is undefined, which JSON does not have. Return None for null.")
    except EncodeError as error:
        place = f"{root}{error.path}"
        shown = place if len(place) <= _LONGEST_PLACE else f"{place[:_LONGEST_PLACE]}…"
        raise EncodeError(shown, error.value, without_transport(error.why)) from error
    except RecursionError:
        raise EncodeError(root, value, _TOO_DEEP) from None
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    if text.isascii():
        return text.encode()
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return _LONE.sub(lambda lone: f"\\u{ord(lone[0]):x}", joined).encode()


_TOO_DEEP: Final = (
    f"is nested more than {_MAX_DEPTH} levels deep, or holds itself. Return a flatter structure."
)


def _refuse(value: object, why: str) -> Never:
    raise EncodeError("", value, why)


class _Simplifiers(dict[type, Callable[[Any], object]]):
    """The functions that return what can be written instead of a value, by its type; found once a call.

    What they return is of a type of `_WRITERS`; its items are not simplified yet.
    """

    def __missing__(self, kind: type) -> Callable[[Any], object]:
        found = self[kind] = _simplifier(kind)
        return found

    def default(self, value: object) -> object:
        """Return what orjson can write instead of a value that it does not know."""
        simpler = self[type(value)](value)
        if simpler is UNDEFINED:
            raise TypeError  # orjson cannot leave it out
        return dict(simpler.entries) if type(simpler) is Map else simpler


def _simplifier(kind: type) -> Callable[[Any], object]:
    if issubclass(kind, dt.datetime):
        return _moment
    if hasattr(kind, "__pydantic_fields__"):
        return _model
    if kind in NATIVE:
        return _SIMPLER.get(kind, _itself)
    convert = converter(kind)
    return _fields_of(kind) if convert is dataclass_to_js else lambda value: _simpler(to_js(convert(value)))


def _itself(value: object) -> object:
    return value


def _simpler(js: object) -> object:
    return _SIMPLER.get(type(js), _itself)(js)


def _fields_of(kind: type) -> Callable[[Any], object]:
    """Return the function that returns the fields of a dataclass; no copy, where there is a dict of them."""
    count = len(dataclasses.fields(kind))

    def fields(value: Any) -> object:
        held = getattr(value, "__dict__", None)
        return held if held is not None and len(held) == count else dataclass_to_js(value)

    return fields


def _model(model: Any) -> object:
    """Return what a pydantic model writes as its own JSON; by our table, if it cannot."""
    try:
        if hasattr(model, "model_dump"):
            return model.model_dump(mode="json")
        return type(model).__pydantic_serializer__.to_python(model, mode="json")  # a dataclass
    except ValueError:
        return to_js(model)


def _moment(value: dt.datetime) -> str:
    return (value if value.tzinfo else value.replace(tzinfo=dt.UTC)).isoformat()


def _number(value: float) -> float:
    return int(value) if value.is_integer() and is_safe_integer(value) else value


def _regexp(value: RegExp) -> Never:
    _refuse(value, "is a regular expression, which JSON does not have. Return its `source`, a text.")


# By the types that `to_js` returns; values of others stay.
_SIMPLER: Final[Mapping[type, Callable[[Any], object]]] = MappingProxyType(
    {
        float: _number,  # of a timedelta
        bytes: lambda value: b64encode(value).decode(),
        ArrayBuffer: lambda value: b64encode(value).decode(),
        TypedArray: lambda value: value.items,
        BigInt: int,
        Date: lambda value: value.iso,
        InvalidDate: lambda _: None,
        JsSet: lambda value: list(value.members),
        RegExp: _regexp,
        Url: str.__str__,
        UrlSearchParams: str.__str__,
    }
)


# -- what orjson cannot write


class _Walk:
    """Makes values of JSON's own types alone; UNDEFINED stands for what `JSON.stringify` leaves out."""

    def __init__(self, simplifiers: _Simplifiers) -> None:
        self._simplifiers = simplifiers

    def plain(self, value: object, depth: int) -> Any:
        if depth > _MAX_DEPTH:
            _refuse(value, _TOO_DEEP)
        write = _WRITERS.get(type(value))
        if write is None:
            return self.plain(self._simplifiers[type(value)](value), depth)
        return write(self, value, depth + 1)

    def object(self, pairs: Iterable[tuple[Any, Any]], depth: int) -> dict[str, Any]:
        written: dict[str, Any] = {}
        for key, item in pairs:
            name = self._key(key)
            try:
                plain = self.plain(item, depth)
            except EncodeError as error:
                error.within(path_segment(name))
                raise
            if plain is not UNDEFINED:
                written[name] = plain
        return written

    def array(self, items: Iterable[Any], depth: int) -> list[Any]:
        written: list[Any] = []
        for item in items:
            try:
                plain = self.plain(item, depth)
            except EncodeError as error:
                error.within(f"[{len(written)}]")
                raise
            written.append(None if plain is UNDEFINED else plain)
        return written

    def _key(self, key: Any) -> str:
        """Return a key as text, as orjson and JavaScript write it."""
        plain = key if type(key) is str else self.plain(key, 0)
        if isinstance(plain, str):
            return plain
        if isinstance(plain, (bool, NoneType)):
            return constant(plain)
        if isinstance(plain, int):
            return str(plain)
        if isinstance(plain, float):
            return number(plain)
        _refuse(key, f"has the key {key!r}, which is no text in JSON. Return a dict with text keys.")


def _integer(value: int) -> int:
    if value.bit_length() > _MAX_BITS:
        _refuse(value, "is an integer of more than 4000 digits. Return it as a text.")
    return value


_WRITERS: Final[Mapping[type, Callable[[_Walk, Any, int], Any]]] = MappingProxyType(
    {
        **dict.fromkeys((str, bool, NoneType, type(UNDEFINED)), lambda _walk, value, _: value),
        int: lambda _walk, value, _: _integer(value),
        float: lambda _walk, value, _: value if isfinite(value) else None,
        dict: lambda walk, value, depth: walk.object(value.items(), depth),
        Map: lambda walk, value, depth: walk.object(value.entries, depth),
        list: _Walk.array,
        tuple: _Walk.array,
    }
)
