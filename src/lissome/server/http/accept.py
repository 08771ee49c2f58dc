"""Content negotiation by Accept and Accept-Encoding (RFC 9110 section 12.5).

Where the RFC leaves a choice, it is SvelteKit's: `utils/http.js` for media types, adapter-node 6 for codings
(rules, not code). In both a tie goes to the server's first offer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

_MEDIA_RANGE: Final = re.compile(r"[ \t]*([^/ \t]+)/([^; \t]+)[ \t]*(?:;[ \t]*q=([0-9.]+))?")
# What JavaScript's parseFloat reads at the beginning of a text, without `Infinity`.
_NUMBER: Final = re.compile(r"\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?", re.ASCII)

# Media ranges that are looked at; browsers send about ten.
_MAX_RANGES: Final = 100


class _MediaRange(NamedTuple):
    """A media range in the order of preference: quality, then how specific it is, then its position."""

    negative_quality: float
    any_subtype: bool
    any_type: bool
    position: int
    type: str
    subtype: str

    def accepts(self, media_type: str) -> bool:
        kind, _, subtype = media_type.partition("/")
        return self.type in (kind, "*") and self.subtype in (subtype, "*")


def preferred_type(accept: str, offers: Sequence[str]) -> str | None:
    """Return the media type of `offers` that the client prefers; None if it accepts none of them."""
    ranges = sorted(_media_ranges(accept))
    best: str | None = None
    best_rank = len(ranges)
    for offer in offers:
        rank = next((rank for rank, each in enumerate(ranges) if each.accepts(offer)), best_rank)
        if rank < best_rank:
            best, best_rank = offer, rank
    return best


def _media_ranges(accept: str) -> list[_MediaRange]:
    found = []
    for position, text in enumerate(accept.split(",", _MAX_RANGES)[:_MAX_RANGES]):
        match = _MEDIA_RANGE.match(text)
        if match:
            kind, subtype, quality = match.groups()
            found.append(_MediaRange(-_strict(quality), subtype == "*", kind == "*", position, kind, subtype))
    return found


def preferred_encoding(accept_encoding: str, offers: Sequence[str]) -> str | None:
    """Return the content coding of `offers` that the client prefers; None to send the content as it is."""
    weights = {}
    for part in accept_encoding.lower().split(","):
        coding, *parameters = part.split(";")
        weights[coding.strip()] = _lenient(parameters)
    fallback = weights.get("*", 0.0)
    best = max(offers, key=lambda offer: weights.get(offer, fallback), default=None)
    return best if best is not None and weights.get(best, fallback) > 0 else None


def _strict(quality: str | None) -> float:
    """Return the number of a `q`; 0 if it is malformed, as JavaScript's `+q` makes NaN of it."""
    try:
        return 1.0 if quality is None else float(quality)
    except ValueError:
        return 0.0


def _lenient(parameters: Sequence[str]) -> float:
    """Return the number at the beginning of a `q` among parameters, as JavaScript's parseFloat reads it."""
    quality = 1.0
    for parameter in parameters:
        name, value, *_ = (*parameter.split("="), "")
        if name.strip() == "q":
            number = _NUMBER.match(value)
            quality = float(number[0]) if number else 0.0
    return quality
