"""The Range header."""

from __future__ import annotations

import pytest

from lissome.server.http.ranges import byte_range

SIZE = 10


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-3", range(4)),
        ("bytes=4-", range(4, 10)),
        ("bytes=-3", range(7, 10)),
        ("bytes=-99", range(10)),
        ("bytes=8-99", range(8, 10)),
        (" bytes=0-0 ", range(1)),
        ("bytes=0-3,5-6", None),  # several: the whole representation
        ("bytes=-", None),
        ("bytes=a-b", None),
        ("items=0-1", None),
        ("bytes=0-" + "9" * 5000, range(10)),
    ],
)
def test_ranges(header: str, expected: range | None) -> None:
    assert byte_range(header, SIZE) == expected


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=99-100", "bytes=5-2", "bytes=-0"])
def test_what_no_file_has(header: str) -> None:
    found = byte_range(header, SIZE)
    assert found is not None
    assert not found
