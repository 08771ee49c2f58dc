"""Conditional requests: when a client has the current representation already (RFC 9110 section 13).

`respond.py` answers 304 by it, and `static_files.py` for files. A page's entity tag is made in
`page/render_page.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

# What a 304 repeats of the response it stands for (RFC 9110 section 15.4.5).
_KEPT: Final = frozenset(
    (b"cache-control", b"content-location", b"date", b"etag", b"expires", b"set-cookie", b"vary")
)


def is_not_modified(if_none_match: str | None, etag: str | None) -> bool:
    """True if If-None-Match names this entity tag: a weak comparison with each tag of the list (13.1.2)."""
    if if_none_match is None or etag is None:
        return False
    if if_none_match.strip() == "*":
        return True
    tag = etag.removeprefix("W/")
    return any(tag == each.strip().removeprefix("W/") for each in if_none_match.split(","))


def is_range_current(if_range: str | None, etag: str) -> bool:
    """True if a Range counts: without If-Range, or with this strong entity tag in it (13.1.5)."""
    return if_range is None or if_range == etag


def not_modified_headers(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return the header fields of a 304, from those of the response that it stands for."""
    return [pair for pair in headers if pair[0] in _KEPT]
