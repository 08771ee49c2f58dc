"""Content negotiation by the Accept-Encoding header. Pure.

Source: RFC 9110 section 12.5.3; that a tie goes to the first offer is SvelteKit's rule (adapter-node 6).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

# What JavaScript's parseFloat finds at the beginning of a text, without `Infinity`.
_NUMBER: Final = re.compile(r"\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?", re.ASCII)


def preferred_encoding(accept_encoding: str, offers: Sequence[str]) -> str | None:
    """Of `offers` the coding with the highest quality, or None when the client accepts none of them.

    None means that the content goes out as it is.
    """
    weights = _weights(accept_encoding)
    fallback = weights.get("*", 0.0)
    best = max(offers, key=lambda offer: weights.get(offer, fallback), default=None)
    return best if best is not None and weights.get(best, fallback) > 0 else None


def _weights(accept_encoding: str) -> dict[str, float]:
    weights = {}
    for part in accept_encoding.lower().split(","):
        coding, *params = part.split(";")
        weights[coding.strip()] = _quality(params)
    return weights


def _quality(params: Sequence[str]) -> float:
    quality = 1.0
    for param in params:
        name, value, *_ = (*param.split("="), "")
        if name.strip() == "q":
            number = _NUMBER.match(value)
            quality = float(number[0]) if number else 0.0
    return quality
