"""The store that all workers share, if there is one. The context of the running code says which.

`App` sets it for each request and for `init`. So a cache can be a constant of a module, made before anyone
knows the configuration, and still use the store of the app that calls it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple, Protocol

from lissome.cache.local_memory import CacheEntry, CacheKey


class Namespace(NamedTuple):
    """The properties of a cache that a store needs.

    Attributes:
        name: of the cache.
        fingerprint: of the schema of its values.
        ttl: the longest time that it keeps a value, in seconds.
        on_hit: called when a value was found.
    """

    name: str
    fingerprint: str
    ttl: float
    on_hit: Callable[[], None]


class Store(Protocol):
    """Entries of all caches, outside this process."""

    async def get_or_load(
        self, namespace: Namespace, key: CacheKey, load: Callable[[], Awaitable[CacheEntry]]
    ) -> bytes:
        """Return the stored value; if there is none, store and return what `load` returns."""
        ...

    async def put(self, namespace: Namespace, key: CacheKey, entry: CacheEntry) -> None:
        """Store a value, even if another one is being loaded."""
        ...

    async def forget(self, namespace: Namespace, group: str | None, key: str | None) -> None:
        """Delete for all workers; see `LocalMemory.forget`."""
        ...

    async def close(self) -> None:
        """Close all connections."""
        ...


current_store: ContextVar[Store | None] = ContextVar("lissome_cache_store", default=None)


@contextmanager
def use_store(store: Store | None) -> Iterator[None]:
    """Let all caches that are used in this block, and are not local, keep their values in `store`.

    Args:
        store: None for each cache's own memory.
    """
    token = current_store.set(store)
    try:
        yield
    finally:
        current_store.reset(token)
