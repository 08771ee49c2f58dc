"""Content negotiation by the Accept-Encoding header. Pure.

Source: RFC 9110 section 12.5.3; that a tie goes to the first offer is SvelteKit's rule (adapter-node 6).
"""

from __future__ import annotations

from collections.abc import Sequence


def preferred_encoding(accept_encoding: str, offers: Sequence[str]) -> str | None:
    """Of `offers` the coding with the highest quality, or None when the client accepts none of them.

    None means that the content goes out as it is.
    """
    weights = _weights(accept_encoding)
    fallback = weights.get("*", 0.0)
    best: str | None = None
    best_weight = 0.0
    for offer in offers:
        weight = weights.get(offer, fallback)
        if weight > best_weight:
            best, best_weight = offer, weight
    return best


def _weights(accept_encoding: str) -> dict[str, float]:
    weights = {}
    for part in accept_encoding.lower().split(","):
        coding, *params = part.split(";")
        weights[coding.strip()] = _quality(params)
    return weights


def _quality(params: Sequence[str]) -> float:
    for param in params:
        name, _, value = param.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0
