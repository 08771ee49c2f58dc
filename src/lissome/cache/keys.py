"""Keys of caches: plain values, written as text. Equal texts mean equal keys, in every worker.

Python's `==` does not matter: 1, 1.0 and True are equal to a dict, and three keys here.
"""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Final
from uuid import UUID

from lissome.cache.errors import CacheError

# Types whose repr is unique. Exact types, because a subclass may hold more than its repr shows.
_PLAIN: Final = frozenset(
    {str, int, bool, float, bytes, type(None), date, datetime, time, Decimal, UUID},
)

# Modules whose objects belong to one request.
_REQUESTS: Final = ("lissome.server.", "lissome.url.", "starlette.")


def key_text(key: object, cache: str) -> str:
    """Return the text of a key.

    Args:
        key: plain: str, int, bool, float, None, bytes, dates and times, Decimal, UUID, members of an Enum,
            and tuples of these.
        cache: the cache's name, for the error.

    Raises:
        CacheError: it holds anything else, above all something of the request.
    """
    kind = type(key)
    if kind in _PLAIN:
        return repr(key)
    if kind is tuple:
        assert isinstance(key, tuple)
        return f"({','.join([key_text(part, cache) for part in key])})"
    if isinstance(key, Enum):
        return f"{kind.__module__}.{kind.__qualname__}.{key.name}"
    raise CacheError(_refusal(key, cache))


def belongs_to_request(value: object) -> bool:
    """Return True for an event, a request, cookies, locals and the like."""
    return f"{type(value).__module__}.".startswith(_REQUESTS)


def _refusal(key: object, cache: str) -> str:
    kind = type(key).__qualname__
    if belongs_to_request(key):
        return (
            f"a key of cache {cache!r} holds the {kind} of a request. Say which of its values matter: "
            'event.params["id"], event.url.pathname, event.locals.user.id'
        )
    return (
        f"a key of cache {cache!r} holds a {kind}. Keys are made of str, int, bool, float, None, bytes, "
        "dates, Decimal, UUID, members of an Enum, and tuples of these: write ('user', user.id), not user"
    )
