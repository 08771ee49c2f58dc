"""Encoding and decoding of values in devalue's two formats, between Python and the browser.

Pure functions on values, without I/O, that need nothing else of lissome. `plain` is the fast path that most
pages take, `uneval` writes JavaScript for the others, and `stringify` the flattened JSON of data requests and
action results; `to_json` writes what endpoints
return. `lissome.codec.python_types` decides which JavaScript type each Python type becomes.
"""

from lissome.codec.encoders import Encoders
from lissome.codec.errors import CodecError, DecodeError, EncodeError
from lissome.codec.jsonable import jsonable
from lissome.codec.parse import Revivers, parse
from lissome.codec.plain import plain
from lissome.codec.python_types import members, to_js
from lissome.codec.stringify import stringify
from lissome.codec.text import quote, to_utf8
from lissome.codec.to_json import to_json
from lissome.codec.typed_arrays import TypedArray
from lissome.codec.uneval import uneval
from lissome.codec.values import (
    INVALID_DATE,
    MAX_DEPTH,
    MAX_SAFE_INTEGER,
    UNDEFINED,
    ArrayBuffer,
    BigInt,
    Map,
    RegExp,
    Url,
    UrlSearchParams,
)

__all__ = [
    "INVALID_DATE",
    "MAX_DEPTH",
    "MAX_SAFE_INTEGER",
    "UNDEFINED",
    "ArrayBuffer",
    "BigInt",
    "CodecError",
    "DecodeError",
    "EncodeError",
    "Encoders",
    "Map",
    "RegExp",
    "Revivers",
    "TypedArray",
    "Url",
    "UrlSearchParams",
    "jsonable",
    "members",
    "parse",
    "plain",
    "quote",
    "stringify",
    "to_js",
    "to_json",
    "to_utf8",
    "uneval",
]
