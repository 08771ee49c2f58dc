"""JSON of what an endpoint returns: the values that a load may return, as JSON has them.

orjson writes nearly all of it, and calls `_default` for types that it does not know. What it cannot write at
all (integers beyond 64 bits, `UNDEFINED`, half a surrogate pair, some keys) is walked through in Python,
which also finds the place of what cannot be sent.
"""

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
from lissome.codec.python_types import to_js
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

_OPTIONS: Final = orjson.OPT_NON_STR_KEYS | orjson.OPT_NAIVE_UTC | orjson.OPT_PASSTHROUGH_DATACLASS

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
        return orjson.dumps(value, default=_default, option=_OPTIONS)
    except (TypeError, RecursionError):
        return _walked(value, root)


def _walked(value: object, root: str) -> bytes:
    try:
        plain = _plain(value, 0)
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


def _default(value: object) -> object:
    """Return what orjson can write instead of a value that it does not know."""
    simpler = _simplified(value)
    if simpler is UNDEFINED:
        raise TypeError  # orjson cannot leave it out
    return dict(simpler.entries) if type(simpler) is Map else simpler


def _simplified(value: object) -> object:
    """Return a value of a type of `_WRITERS`; its items are not simplified yet."""
    if isinstance(value, dt.datetime):
        return _moment(value)
    if hasattr(type(value), "__pydantic_fields__"):
        return _model(value)
    js = to_js(value)
    simplify = _SIMPLER.get(type(js))
    return js if simplify is None else simplify(js)


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


def _plain(value: object, depth: int) -> Any:
    """Return a value of JSON's own types; UNDEFINED for what `JSON.stringify` leaves out."""
    if depth > _MAX_DEPTH:
        _refuse(value, _TOO_DEEP)
    write = _WRITERS.get(type(value))
    return _plain(_simplified(value), depth) if write is None else write(value, depth + 1)


def _integer(value: int, _depth: int) -> int:
    if value.bit_length() > _MAX_BITS:
        _refuse(value, "is an integer of more than 4000 digits. Return it as a text.")
    return value


def _object(pairs: Iterable[tuple[object, object]], depth: int) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for key, item in pairs:
        name = _key(key)
        try:
            plain = _plain(item, depth)
        except EncodeError as error:
            error.within(path_segment(name))
            raise
        if plain is not UNDEFINED:
            written[name] = plain
    return written


def _array(items: Iterable[object], depth: int) -> list[Any]:
    written: list[Any] = []
    for item in items:
        try:
            plain = _plain(item, depth)
        except EncodeError as error:
            error.within(f"[{len(written)}]")
            raise
        written.append(None if plain is UNDEFINED else plain)
    return written


def _key(key: object) -> str:
    """Return a key as text, as orjson and JavaScript write it."""
    plain = key if type(key) is str else _plain(key, 0)
    if isinstance(plain, str):
        return plain
    if isinstance(plain, (bool, NoneType)):
        return constant(plain)
    if isinstance(plain, int):
        return str(plain)
    if isinstance(plain, float):
        return number(plain)
    _refuse(key, f"has the key {key!r}, which is no text in JSON. Return a dict with text keys.")


_WRITERS: Final[Mapping[type, Callable[[Any, int], Any]]] = MappingProxyType(
    {
        **dict.fromkeys((str, bool, NoneType, type(UNDEFINED)), lambda value, _: value),
        int: _integer,
        float: lambda value, _: value if isfinite(value) else None,
        dict: lambda value, depth: _object(value.items(), depth),
        Map: lambda value, depth: _object(value.entries, depth),
        list: _array,
        tuple: _array,
    }
)
