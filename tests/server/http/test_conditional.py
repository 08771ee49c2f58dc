"""Conditional requests, by the examples of RFC 9110."""

from __future__ import annotations

import pytest

from lissome.server.http.conditional import is_not_modified, is_range_current, not_modified_headers


@pytest.mark.parametrize(
    ("if_none_match", "etag", "expected"),
    [
        (None, '"a"', False),
        ('"a"', None, False),
        ('"a"', '"a"', True),
        ('"b"', '"a"', False),
        ('W/"a"', '"a"', True),  # weak comparison, section 8.8.3.2
        ('"a"', 'W/"a"', True),
        ('W/"a"', 'W/"a"', True),
        ('"x", "a" , W/"y"', '"a"', True),
        ('"x","y"', '"a"', False),
        ("*", '"a"', True),
        (" * ", 'W/"a"', True),
        ("", '"a"', False),
        ("a", '"a"', False),  # not an entity tag
    ],
)
def test_if_none_match(if_none_match: str | None, etag: str | None, expected: bool) -> None:
    assert is_not_modified(if_none_match, etag) is expected


@pytest.mark.parametrize(
    ("if_range", "expected"), [(None, True), ('"a"', True), ('W/"a"', False), ('"b"', False), ("x", False)]
)
def test_if_range_is_strong(if_range: str | None, expected: bool) -> None:
    assert is_range_current(if_range, '"a"') is expected


def test_a_304_repeats_what_a_cache_needs() -> None:
    headers = [
        (b"etag", b'"a"'),
        (b"content-type", b"text/html"),
        (b"vary", b"Accept"),
        (b"set-cookie", b"a=1"),
    ]
    assert not_modified_headers(headers) == [headers[0], headers[2], headers[3]]
