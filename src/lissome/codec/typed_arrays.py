"""Typed arrays, as the decoder meets them: views of a buffer."""

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
    """Bytes per item; a DataView's length counts bytes."""
    return struct.calcsize(_FORMATS.get(kind, "B"))


def read_view(kind: str, buffer: bytes, offset: int, length: int) -> bytes | list[int] | list[float]:
    """Bytes for the arrays of bytes, a list of numbers for the others.

    Args:
        kind: one of ARRAY_BUFFER_VIEWS.
        buffer: little endian, as all machines that run browsers are.
        offset: in bytes. It must lie within the buffer, as must all of the view.
        length: in items.
    """
    if kind in _FORMATS:
        return list(struct.unpack_from(f"<{length}{_FORMATS[kind]}", buffer, offset))
    return buffer[offset : offset + length]
