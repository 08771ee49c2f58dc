"""Typed arrays: views of an ArrayBuffer."""

import struct
import sys
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Literal, TypeAlias

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

ViewKind: TypeAlias = Literal[
    "Int8Array",
    "Uint8Array",
    "Uint8ClampedArray",
    "Int16Array",
    "Uint16Array",
    "Int32Array",
    "Uint32Array",
    "Float16Array",
    "Float32Array",
    "Float64Array",
    "BigInt64Array",
    "BigUint64Array",
    "DataView",
]

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


@dataclass(frozen=True, slots=True, init=False)
class TypedArray:
    """A JavaScript typed array, or a `DataView`, over a buffer of its own.

    ``TypedArray("Float32Array", [1.5, 2])``. An `array.array` becomes the typed array of its items by itself,
    and bytes a `Uint8Array`.

    Attributes:
        kind: the name of its class in JavaScript.
        buffer: its bytes, little endian.
    """

    kind: ViewKind
    buffer: bytes

    def __init__(self, kind: ViewKind, items: Iterable[float] | bytes | bytearray | memoryview = b"") -> None:
        """Make an array.

        Args:
            kind: such as ``Float32Array``.
            items: numbers, or the bytes of the buffer.

        Raises:
            ValueError: there is no such kind, a number does not fit, or bytes end within an item.
        """
        object.__setattr__(self, "kind", kind)
        object.__setattr__(self, "buffer", _to_buffer(kind, items))

    @property
    def items(self) -> list[Any]:
        """Its numbers; of a `DataView` its bytes."""
        return list(read_view(self.kind, self.buffer, 0, len(self.buffer) // item_size(self.kind)))


def of_array(value: "array[Any]") -> TypedArray | list[str]:
    """Return an `array.array` as JavaScript has it; one of characters is a list."""
    if value.typecode in "uw":
        return list(value)
    kind = _KINDS["float" if value.typecode in "fd" else value.typecode.islower(), value.itemsize]
    if sys.byteorder == "big":
        value = value[:]
        value.byteswap()
    return TypedArray(kind, value.tobytes())


def _to_buffer(kind: str, items: Iterable[float] | bytes | bytearray | memoryview) -> bytes:
    if kind not in ARRAY_BUFFER_VIEWS:
        msg = f"TypedArray({kind!r}, …): a kind is one of {', '.join(sorted(ARRAY_BUFFER_VIEWS))}"
        raise ValueError(msg)
    if isinstance(items, (bytes, bytearray, memoryview)):
        if len(buffer := bytes(items)) % item_size(kind):
            msg = f"TypedArray({kind!r}, …): {len(buffer)} bytes are no multiple of {item_size(kind)}"
            raise ValueError(msg)
        return buffer
    numbers = list(items)
    try:
        return struct.pack(f"<{len(numbers)}{_FORMATS.get(kind, 'B')}", *numbers)
    except (struct.error, OverflowError) as failure:
        msg = f"TypedArray({kind!r}, …): a number does not fit: {failure}"
        raise ValueError(msg) from failure


# By "float", or whether the items have a sign, and their bytes.
_KINDS: Final[Mapping[tuple[bool | str, int], ViewKind]] = MappingProxyType(
    {
        (True, 1): "Int8Array",
        (False, 1): "Uint8Array",
        (True, 2): "Int16Array",
        (False, 2): "Uint16Array",
        (True, 4): "Int32Array",
        (False, 4): "Uint32Array",
        (True, 8): "BigInt64Array",
        (False, 8): "BigUint64Array",
        ("float", 4): "Float32Array",
        ("float", 8): "Float64Array",
    }
)
