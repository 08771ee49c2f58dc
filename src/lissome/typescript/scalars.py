"""The TypeScript types of values that have no members, as `lissome.codec` sends them.

There are two tables: devalue's, in which loads and actions are sent, and JSON's, for endpoints.
"""

from __future__ import annotations

import datetime as dt
import decimal
import ipaddress
import pathlib
import uuid
from array import array
from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType, NoneType
from typing import Final

from lissome.codec import ArrayBuffer, BigInt, Map, RegExp, TypedArray, Url, UrlSearchParams
from lissome.codec.values import UNDEFINED, InvalidDate


class Wire(Enum):
    """The way in which values are sent."""

    DEVALUE = "devalue"
    JSON = "JSON"


_COMMON: Final[Mapping[type, str]] = MappingProxyType(
    {
        str: "string",
        bool: "boolean",
        int: "number",
        float: "number",
        NoneType: "null",
        object: "unknown",
        dt.date: "string",
        dt.time: "string",
        dt.timedelta: "number",
        decimal.Decimal: "string",
        uuid.UUID: "string",
        pathlib.PurePath: "string",
        ipaddress.IPv4Address: "string",
        ipaddress.IPv6Address: "string",
        ipaddress.IPv4Network: "string",
        ipaddress.IPv6Network: "string",
    }
)
_BY_TYPE: Final[Mapping[Wire, Mapping[type, str]]] = MappingProxyType(
    {
        Wire.DEVALUE: MappingProxyType(
            {
                **_COMMON,
                dt.datetime: "Date",
                InvalidDate: "Date",
                **dict.fromkeys((bytes, bytearray, memoryview), "Uint8Array"),
                ArrayBuffer: "ArrayBuffer",
                TypedArray: "ArrayBufferView",
                array: "ArrayBufferView",
                BigInt: "bigint",
                Map: "Map<any, any>",
                RegExp: "RegExp",
                Url: "URL",
                UrlSearchParams: "URLSearchParams",
                type(UNDEFINED): "undefined",
            }
        ),
        Wire.JSON: MappingProxyType(
            {
                **_COMMON,
                dt.datetime: "string",
                InvalidDate: "null",
                **dict.fromkeys((bytes, bytearray, memoryview, ArrayBuffer), "string"),
                **dict.fromkeys((TypedArray, array), "Array<number>"),
                BigInt: "number",
                Map: "Record<string, any>",
                **dict.fromkeys((Url, UrlSearchParams), "string"),
            }
        ),
    }
)

_TEXTS: Final = (
    *("httpx.URL", "pydantic.networks._BaseUrl", "pydantic_core._pydantic_core.Url"),
    *("pydantic_core._pydantic_core.MultiHostUrl", "starlette.datastructures.URL", "yarl._url.URL"),
)
_BY_NAME: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        **dict.fromkeys(_TEXTS, ("string", "string")),
        "ada_url.ada_adapter.URL": ("URL", "string"),
        "lissome.url.URL": ("URL", "string"),
        "lissome.url.SearchParams": ("URLSearchParams", "string"),
        "msgspec.UnsetType": ("undefined", "undefined"),
        "asyncpg.protocol.record.Record": ("Record<string, any>", "Record<string, any>"),
        "sqlite3.Row": ("Record<string, any>", "Record<string, any>"),
        "sqlalchemy.engine.row.Row": ("Record<string, any>", "Record<string, any>"),
    }
)
# Types of pydantic's that stand for others in the annotations of models.
_IN_MODELS: Final[Mapping[str, type]] = MappingProxyType(
    {
        "pydantic.networks.EmailStr": str,
        "pydantic.networks.IPvAnyAddress": ipaddress.IPv4Address,
        "pydantic.networks.IPvAnyInterface": ipaddress.IPv4Address,
        "pydantic.networks.IPvAnyNetwork": ipaddress.IPv4Network,
        **dict.fromkeys(("pydantic.types.PastDate", "pydantic.types.FutureDate"), dt.date),
        **dict.fromkeys(
            (
                *("pydantic.types.AwareDatetime", "pydantic.types.NaiveDatetime"),
                *("pydantic.types.PastDatetime", "pydantic.types.FutureDatetime"),
            ),
            dt.datetime,
        ),
    }
)


def scalar(kind: type, wire: Wire, *, is_dumped: bool) -> str | None:
    """Return the type of the values of a class, or None if they are none of these.

    Args:
        is_dumped: they are in a pydantic model.
    """
    if is_dumped:
        kind = _IN_MODELS.get(qualified_name(kind), kind)
    for base in kind.__mro__:
        found = _BY_TYPE[wire].get(base)
        if found and (base is not object or kind is object):
            return found
        named = _BY_NAME.get(qualified_name(base))
        if named:
            return named[0] if wire is Wire.DEVALUE else named[1]
    return None


def qualified_name(kind: type) -> str:
    """Return the name of a class with that of its module."""
    return f"{kind.__module__}.{kind.__qualname__}"
