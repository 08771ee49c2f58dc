"""The Range header field (RFC 9110 section 14)."""

from __future__ import annotations

import re
from typing import Final

# A single range, as in SvelteKit's adapter-node. Others are ignored, as section 14.2 allows.
_SINGLE: Final = re.compile(r"bytes=(?=\d|-\d)(\d*)-(\d*)", re.ASCII)
_BEYOND: Final = 10**18  # more bytes than any file has


def byte_range(header: str, size: int) -> range | None:
    """Return the bytes that are asked for; an empty range if there are none (416), None for all of them
    (200).

    Args:
        header: the value of Range.
        size: of the whole representation.
    """
    match = _SINGLE.fullmatch(header.strip())
    if match is None:
        return None
    first, last = (_number(digits) for digits in match.groups())
    if first is None:
        return range(max(size - (last or 0), 0), size)
    return range(first, size if last is None else min(last + 1, size))


def _number(digits: str) -> int | None:
    """Return the number, or `_BEYOND` for one so long that it would be slow to parse."""
    if not digits:
        return None
    digits = digits.lstrip("0") or "0"
    return int(digits) if len(digits) < len(str(_BEYOND)) else _BEYOND
