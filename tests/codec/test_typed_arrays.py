"""Typed arrays."""

from __future__ import annotations

import pytest

from lissome.codec.typed_arrays import ARRAY_BUFFER_VIEWS, item_size, read_view

BUFFER = bytes(range(1, 17))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("Uint8Array", b"\x03\x04"),
        ("Uint8ClampedArray", b"\x03\x04"),
        ("DataView", b"\x03\x04"),
        ("Int8Array", [3, 4]),
        ("Uint16Array", [0x0403, 0x0605]),
        ("Int32Array", [0x06050403, 0x0A090807]),
    ],
)
def test_views(kind: str, expected: object) -> None:
    assert read_view(kind, BUFFER, 2, 2) == expected


def test_sizes() -> None:
    assert {kind: item_size(kind) for kind in ARRAY_BUFFER_VIEWS} == {
        **dict.fromkeys(("Uint8Array", "Uint8ClampedArray", "DataView", "Int8Array"), 1),
        **dict.fromkeys(("Int16Array", "Uint16Array", "Float16Array"), 2),
        **dict.fromkeys(("Int32Array", "Uint32Array", "Float32Array"), 4),
        **dict.fromkeys(("Float64Array", "BigInt64Array", "BigUint64Array"), 8),
    }
