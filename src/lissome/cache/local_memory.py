"""The entries of one cache in this process. cachetools keeps the bounds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from cachetools import TLRUCache


class CacheKey(NamedTuple):
    """The texts of a user, or ``""``, and of a key."""

    group: str
    key: str


class CacheEntry(NamedTuple):
    """A serialised value, and its time to live in seconds."""

    kept: Any
    ttl: float


MISSING: Final = CacheEntry(None, 0)


class LocalMemory(TLRUCache[CacheKey, CacheEntry, float]):
    """At most `size` entries; the one that was used least recently is evicted first.

    Attributes:
        evictions: entries that were removed before their time to make room.
    """

    def __init__(self, size: int, clock: Callable[[], float]) -> None:
        super().__init__(size, lambda _key, entry, now: now + entry.ttl, clock)
        self.evictions = 0

    def popitem(self) -> tuple[CacheKey, CacheEntry]:
        """Evict one entry."""
        self.evictions += 1
        return super().popitem()

    def forget(self, group: str | None, key: str | None) -> None:
        """Delete one key, all of a group (no key), or everything (no group)."""
        for found in [found for found in self if _is_within(found, group, key)]:
            self.pop(found, None)


def _is_within(found: CacheKey, group: str | None, key: str | None) -> bool:
    return group is None or (found.group == group and key in {None, found.key})
