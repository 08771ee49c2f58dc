"""Typed arrays for the decoder: views of an ArrayBuffer."""

import struct
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_FORMATS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Int8Array": "b",
        "Int16Array": "h",
        "Uint16Array": "H",
        "Int32Array": "i",
        "Uint32Array": "I",
        "Float16Array": "e",
        "Float32Array": "f",
        "Float64Array": "d",
        "BigInt64Array": "q",
        "BigUint64Array": "Q",
    }
)

ARRAY_BUFFER_VIEWS: Final = frozenset({"Uint8Array", "Uint8ClampedArray", "DataView", *_FORMATS})


def item_size(kind: str) -> int:
    """Return the bytes per item; 1 for a DataView, whose length counts bytes."""
    return struct.calcsize(_FORMATS.get(kind, "B"))


def read_view(kind: str, buffer: bytes, offset: int, length: int) -> bytes | list[int] | list[float]:
    """Read a view: bytes for arrays of bytes, a list of numbers for the others.

    Args:
        kind: one of ARRAY_BUFFER_VIEWS.
        buffer: little endian, as on all machines that run browsers.
        offset: in bytes. The whole view must lie within the buffer.
        length: in items.
    """
    if kind in _FORMATS:
        return list(struct.unpack_from(f"<{length}{_FORMATS[kind]}", buffer, offset))
    return buffer[offset : offset + length]
