"""The store that all workers share, when there is one: which, is known by the running code's context.

`App` sets it for each request and for `init`. A cache can so be a constant of a module, made before anyone
knows the configuration, and still belong to the app that uses it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple, Protocol

from lissome.cache.local_memory import CacheEntry, CacheKey


class Namespace(NamedTuple):
    """What a store has to know of a cache.

    Attributes:
        name: of the cache.
        fingerprint: of the shape of its values.
        ttl: the longest time that it keeps a value, in seconds.
        hit: counts a value that was found.
    """

    name: str
    fingerprint: str
    ttl: float
    hit: Callable[[], None]


class Store(Protocol):
    """Entries of all caches, beyond this process."""

    async def through(
        self, space: Namespace, place: CacheKey, load: Callable[[], Awaitable[CacheEntry]]
    ) -> bytes:
        """What is stored; when nothing is, what `load` returns, which is then stored."""
        ...

    async def put(self, space: Namespace, place: CacheKey, entry: CacheEntry) -> None:
        """Store a value, whoever loads another one now."""
        ...

    async def forget(self, space: Namespace, group: str | None, key: str | None) -> None:
        """As `LocalMemory.forget`, for all workers."""
        ...

    async def close(self) -> None:
        """Close all connections."""
        ...


store: ContextVar[Store | None] = ContextVar("lissome_cache_store", default=None)


@contextmanager
def use_store(shared: Store | None) -> Iterator[None]:
    """Let all caches that are used in this block, and are not local, keep their values in `shared`.

    None: each in its own memory.
    """
    token = store.set(shared)
    try:
        yield
    finally:
        store.reset(token)
