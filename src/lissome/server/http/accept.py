"""Content negotiation by the Accept header. Pure.

Source: SvelteKit 3.2, `utils/http.js` (rule, not code); RFC 9110 section 12.5.1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_RANGE = re.compile(r"[ \t]*([^/ \t]+)/([^; \t]+)[ \t]*(?:;[ \t]*q=([0-9.]+))?")


def negotiate(accept: str, types: Sequence[str]) -> str | None:
    """Of `types` the one the client likes best, or None if it accepts none of them."""
    ranges = sorted(_ranges(accept))
    best: str | None = None
    best_rank = len(ranges)
    for candidate in types:
        kind, _, subtype = candidate.partition("/")
        rank = next(
            (
                position
                for position, (_, _, _, _, accepted_kind, accepted_subtype) in enumerate(ranges)
                if accepted_kind in (kind, "*") and accepted_subtype in (subtype, "*")
            ),
            best_rank,
        )
        if rank < best_rank:
            best, best_rank = candidate, rank
    return best


def _ranges(accept: str) -> list[tuple[float, bool, bool, int, str, str]]:
    """The ranges with what they are ordered by: quality, then how exact they are, then their place."""
    found = []
    for position, text in enumerate(accept.split(",")):
        match = _RANGE.match(text)
        if match:
            kind, subtype, quality = match.groups()
            found.append((-_number(quality), subtype == "*", kind == "*", position, kind, subtype))
    return found


def _number(quality: str | None) -> float:
    try:
        return 1.0 if quality is None else float(quality)
    except ValueError:
        return 0.0
