"""Reduces a value to what JavaScript's JSON would keep of it; kit sends errors to its client like that."""

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from lissome.codec.errors import EncodeError
from lissome.codec.python_types import to_js
from lissome.codec.text import is_safe_integer, number, property_order
from lissome.codec.typed_arrays import TypedArray
from lissome.codec.values import MAX_DEPTH, UNDEFINED, Date, InvalidDate, Url


def jsonable(value: object) -> Any:
    """Return what `JSON.parse(JSON.stringify(value))` would for the same value in JavaScript.

    A date becomes a string, a map or a set an empty object, NaN null. Values without an equivalent in
    JavaScript are left out.

    Raises:
        EncodeError: an integer beyond ±(2^53 - 1), which is a BigInt, or nested too deeply, as every cycle
            is.
    """
    found = _value(value, 0)
    return None if found is UNDEFINED else found


def _value(value: object, depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise EncodeError("", value, "is nested too deeply, or holds itself.")
    try:
        js = to_js(value)
    except EncodeError:
        return UNDEFINED
    write = _WRITERS.get(type(js))
    return {} if write is None else write(js, depth + 1)


def _number(value: float, _depth: int) -> float | int | None:
    if not math.isfinite(value):
        return None
    text = number(value)
    return int(text) if text.lstrip("-").isdecimal() else value


def _integer(value: int, _depth: int) -> int:
    if not is_safe_integer(value):
        raise EncodeError("", value, "is a BigInt to JavaScript, which has no JSON. Send it as a text.")
    return value


def _object(value: Mapping[Any, object], depth: int) -> dict[str, Any]:
    items = {key: _value(item, depth) for key, item in value.items()}
    if not all(isinstance(key, str) for key in items):
        return {}  # a Map
    return {key: items[key] for key in property_order(tuple(items)) if items[key] is not UNDEFINED}


def _array(value: list[object] | tuple[object, ...], depth: int) -> list[Any]:
    items = [_value(item, depth) for item in value]
    return [None if item is UNDEFINED else item for item in items]


def _view(value: TypedArray, depth: int) -> dict[str, Any]:
    items = [] if value.kind == "DataView" else value.items  # whose bytes are no properties
    return {str(index): _value(item, depth) for index, item in enumerate(items)}


# Other types have no members in JavaScript: {}
_WRITERS: Final[Mapping[type, Callable[[Any, int], Any]]] = MappingProxyType(
    {
        **dict.fromkeys((str, bool, type(None), type(UNDEFINED)), lambda value, _: value),
        int: _integer,
        float: _number,
        dict: _object,
        list: _array,
        tuple: _array,
        bytes: lambda value, _: {str(index): byte for index, byte in enumerate(value)},
        TypedArray: _view,
        Date: lambda value, _: value.iso,
        InvalidDate: lambda *_: None,
        Url: lambda value, _: str.__str__(value),
    }
)
