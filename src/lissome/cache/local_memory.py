"""The entries of one cache, in this process. The bounds are cachetools'."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from cachetools import TLRUCache


class CacheKey(NamedTuple):
    """Where a value is: the texts of its user, or "", and of its key."""

    group: str
    key: str


class CacheEntry(NamedTuple):
    """What is kept, and for how many seconds."""

    kept: Any
    ttl: float


NOTHING: Final = CacheEntry(None, 0)


class LocalMemory(TLRUCache[CacheKey, CacheEntry, float]):
    """At most `size` entries; the one that was used least recently goes first.

    Attributes:
        evictions: entries that had to go before their time.
    """

    def __init__(self, size: int, clock: Callable[[], float]) -> None:
        super().__init__(size, lambda _place, entry, now: now + entry.ttl, clock)
        self.evictions = 0

    def popitem(self) -> tuple[CacheKey, CacheEntry]:
        """Make room."""
        self.evictions += 1
        return super().popitem()

    def forget(self, group: str | None, key: str | None) -> None:
        """Delete one key, all of a group (no key), or everything (no group)."""
        for place in [place for place in self if _is_within(place, group, key)]:
            self.pop(place, None)


def _is_within(place: CacheKey, group: str | None, key: str | None) -> bool:
    return group is None or (place.group == group and key in {None, place.key})
