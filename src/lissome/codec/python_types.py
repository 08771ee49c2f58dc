"""The conversion of Python types to JavaScript types.

| Python | JavaScript | note |
|---|---|---|
| dict, any Mapping | object | a Map, if some key is not a string; `Map` always is one |
| list, tuple, deque, range, any Sequence, dict views | array | |
| named tuple, dataclass, attrs class, row of SQLAlchemy, sqlite3 or asyncpg | object | |
| pydantic model | object | its `model_dump()`: the model decides on aliases and on what is excluded |
| msgspec Struct | object | fields under their encoded names, with its tag; UNSET is `undefined` |
| set, frozenset, any Set | Set | sorted where its members can be, so that output is reproducible |
| bytes, bytearray, memoryview | Uint8Array | `ArrayBuffer` is an ArrayBuffer |
| array.array | the typed array of its items | `TypedArray` is any other one |
| datetime | Date | its instant; a naive one is taken as UTC; microseconds are cut to milliseconds |
| date | string | `"2024-05-31"`, as `<input type="date">` wants it; a Date would be May 30 in New York |
| time | string | `"14:30:00"` |
| timedelta | number | seconds |
| Decimal, UUID, IP address or network, path | string | |
| Enum | its value | |
| int | number | a BigInt beyond ±(2^53 - 1) |
| float | number | NaN, infinities and -0.0 too |
| None | null | `UNDEFINED` is `undefined` |
| ada_url.URL, lissome.URL, `Url` | URL | |
| lissome.SearchParams, `UrlSearchParams` | URLSearchParams | |
| `BigInt`, `RegExp`, `INVALID_DATE` | what they are called | |
| URLs of httpx, pydantic, starlette, yarl | string | they may be relative, which a URL cannot be |

A subclass is treated like its base class. Everything else is refused with advice. An application's encoders
(`transport`) are called first, so it can decide otherwise.

Classes of optional packages are recognised by their attributes, so no such package is imported.
"""

import dataclasses
import datetime as dt
import decimal
import enum
import ipaddress
import pathlib
import uuid
from array import array
from collections.abc import Callable, ItemsView, KeysView, Mapping, Sequence, ValuesView
from collections.abc import Set as AbstractSet
from types import MappingProxyType, NoneType
from typing import Any, Final, Never, TypeAlias

from lissome.codec.errors import EncodeError
from lissome.codec.typed_arrays import TypedArray, of_array
from lissome.codec.unsupported_types import explain_unsupported
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

Converter: TypeAlias = Callable[[Any], object]

ATOMS: Final = frozenset({str, int, float, bool, NoneType, type(UNDEFINED)})
"""Types of values without identity: JavaScript cannot distinguish two equal ones."""

_OBJECTS: Final = frozenset(
    {
        *(dict, list, tuple, bytes, ArrayBuffer, TypedArray, BigInt, Date, InvalidDate),
        *(Map, JsSet, RegExp, Url, UrlSearchParams),
    }
)
NATIVE: Final = ATOMS | _OBJECTS
"""The types that `to_js` returns."""

_MAX_STEPS: Final = 8
"""An Enum's value may be a model whose root is a datetime; a longer chain of conversions is a cycle."""


def to_js(value: object) -> object:
    """Convert a Python value to one that `stringify` and `uneval` write; its items are not converted yet.

    Returns:
        a str, int, float, bool, None, UNDEFINED, dict, list, tuple, bytes or one of the types of `values`,
        always of exactly that type.

    Raises:
        EncodeError: nothing in the table fits.
    """
    js = value
    for _ in range(_MAX_STEPS):
        if type(js) in NATIVE:
            return js
        js = converter(type(js))(js)
    raise EncodeError("", value, explain_unsupported(value))


def mapping_to_js(value: Mapping[Any, object]) -> object:
    """Return a dict with str keys, or a Map if a key is not a string."""
    if all(isinstance(key, str) for key in value):
        return {str.__str__(key): value[key] for key in value}
    return Map(value.items())


def members(value: object) -> dict[str, Any] | None:
    """Return the members of a model, a dataclass or the like, as they are sent; None for other values."""
    kind = type(value)
    convert = next((convert for mark, convert in _BY_MARK.items() if hasattr(kind, mark)), _refuse)
    js = None if convert is _refuse else convert(value)
    return js if isinstance(js, dict) else None


def converter(kind: type) -> Converter:
    """Return the function that converts values of a type that is not one of JavaScript's."""
    exact = _BY_TYPE.get(kind)
    if exact:
        return exact
    if issubclass(kind, enum.Enum):
        return _enum_value
    for mark, convert in _BY_MARK.items():
        if hasattr(kind, mark):
            return convert
    for base in kind.__mro__:
        found = _BY_TYPE.get(base) or _BY_NAME.get(f"{base.__module__}.{base.__qualname__}")
        if found:
            return found
    return next((convert for abstract, convert in _BY_ABSTRACT if issubclass(kind, abstract)), _refuse)


def _refuse(value: object) -> Never:
    raise EncodeError("", value, explain_unsupported(value))


def _enum_value(value: enum.Enum) -> object:
    return value.value


def _date(value: dt.datetime) -> Date:
    try:
        return Date(value)
    except OverflowError:
        why = "is a datetime whose UTC year is not within 1 to 9999."
        raise EncodeError("", value, why) from None


def _set(value: AbstractSet[Any]) -> JsSet:
    if len(set(map(type, value))) == 1:
        try:
            return JsSet(sorted(value))
        except TypeError:
            pass
    return JsSet(value)


def _pydantic(value: Any) -> object:
    dump = getattr(value, "model_dump", None)
    try:
        return dump() if dump else type(value).__pydantic_serializer__.to_python(value)
    except ValueError as error:
        raise EncodeError("", value, f"is a pydantic model that cannot be dumped: {error}") from error


def dataclass_to_js(value: Any) -> dict[str, object]:
    """Return the fields of an instance by name."""
    return {field.name: getattr(value, field.name, UNDEFINED) for field in dataclasses.fields(value)}


def _attrs(value: Any) -> dict[str, object]:
    return {field.name: getattr(value, field.name, UNDEFINED) for field in type(value).__attrs_attrs__}


def _struct(value: Any) -> dict[str, object]:
    kind = type(value)
    config = kind.__struct_config__
    tag = {} if config.tag_field is None else {config.tag_field: config.tag}
    names = zip(kind.__struct_encode_fields__, kind.__struct_fields__, strict=True)
    return tag | {encoded: getattr(value, name) for encoded, name in names}


def _as_dict(value: Any) -> object:
    return value._asdict()


# Attributes of the classes themselves. pydantic comes first: its dataclasses have both attributes.
_BY_MARK: Final[Mapping[str, Converter]] = MappingProxyType(
    {
        "__pydantic_fields__": _pydantic,
        "_sa_class_manager": _refuse,  # even as a dataclass: reading all attributes would load relations
        "__dataclass_fields__": dataclass_to_js,
        "__attrs_attrs__": _attrs,
        "__struct_encode_fields__": _struct,
        "_asdict": _as_dict,  # named tuples, SQLAlchemy's rows
    }
)

_BY_TYPE: Final[Mapping[type, Converter]] = MappingProxyType(
    {
        # subclasses of native types
        str: str.__str__,
        int: int.__int__,
        float: float.__float__,
        dict: mapping_to_js,
        list: list,
        tuple: tuple,
        bytes: bytes,
        ArrayBuffer: ArrayBuffer,
        BigInt: BigInt,
        Url: Url,
        UrlSearchParams: UrlSearchParams,
        # types with a counterpart
        bytearray: bytes,
        memoryview: bytes,
        array: of_array,
        dt.datetime: _date,
        dt.date: dt.date.isoformat,
        dt.time: dt.time.isoformat,
        dt.timedelta: dt.timedelta.total_seconds,
        decimal.Decimal: str,
        uuid.UUID: str,
        pathlib.PurePath: str,
        ipaddress.IPv4Address: str,
        ipaddress.IPv6Address: str,
        ipaddress.IPv4Network: str,
        ipaddress.IPv6Network: str,
    }
)

_BY_NAME: Final[Mapping[str, Converter]] = MappingProxyType(
    {
        "ada_url.ada_adapter.URL": lambda url: Url(url.href),
        "asyncpg.protocol.record.Record": dict,
        "httpx.URL": str,
        "lissome.url.SearchParams": lambda params: UrlSearchParams(str(params)),
        "lissome.url.URL": lambda url: Url(url.href),
        "msgspec.UnsetType": lambda _: UNDEFINED,
        "pydantic.networks._BaseUrl": str,
        "pydantic_core._pydantic_core.Url": str,
        "pydantic_core._pydantic_core.MultiHostUrl": str,
        "sqlite3.Row": dict,
        "starlette.datastructures.URL": str,
        "yarl._url.URL": str,
    }
)

_BY_ABSTRACT: Final[tuple[tuple[type, Converter], ...]] = (
    (Mapping, mapping_to_js),
    (KeysView, list),
    (ValuesView, list),
    (ItemsView, list),
    (AbstractSet, _set),
    (Sequence, list),
)
