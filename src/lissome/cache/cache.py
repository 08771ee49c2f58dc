"""`Cache` and `UserCache`: bounded and typed, and the same with one worker and with many."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Callable
from contextvars import Context
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, ClassVar, Final, Generic, Literal, TypeVar, final, get_args

from lissome.cache.errors import CacheError
from lissome.cache.keys import key_text
from lissome.cache.loaders import Loader, check_loader
from lissome.cache.local_memory import MISSING, CacheEntry, CacheKey, LocalMemory
from lissome.cache.serializers import IdentitySerializer, JsonSerializer, Serializer
from lissome.cache.single_flight import SingleFlight
from lissome.cache.store import Namespace, Store, current_store

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class CacheStatistics:
    """The counters of a cache in this process.

    Attributes:
        name: of the cache.
        size: the maximum number of entries.
        entries: the number of entries; those in a shared store are not counted.
        hits: answers from the cache.
        misses: loads that were started.
        waits: callers that got the result of a load that another caller had started.
        failures: loads that failed.
        evictions: entries that were removed before their time to make room.
        loading: loads that are running.
    """

    name: str
    size: int
    entries: int
    hits: int
    misses: int
    waits: int
    failures: int
    evictions: int
    loading: int


class _BaseCache(Generic[K, V]):
    """The common base of both kinds of cache."""

    # Tells the state guard that entries are bounded, and meant to be shared.
    __lissome_bounded__: ClassVar[Literal[True]] = True

    def __init__(
        self,
        name: str,
        *,
        size: int,
        ttl: float,
        none_ttl: float | None = None,
        local: bool = False,
        values: Any = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Make a cache. It does nothing until it is used.

        Args:
            name: unique in the app; names the values in a shared store, and the cache in errors.
            size: the maximum number of entries in this process. A shared store is bounded by its own memory
                limit, and by `ttl`.
            ttl: seconds that a value is served, and never longer: there are no stale answers.
            none_ttl: the same for None, which a loader returns for what does not exist; 0 keeps no None.
            local: keep the objects themselves, in this process only, even if there is a shared store.
            values: the type of the values, unless it is written `Cache[Key, Value](…)`.
            clock: for tests; seconds, monotonic.

        Raises:
            ValueError: a bound is not a positive number.
        """
        if size < 1 or not ttl > 0 or (none_ttl is not None and none_ttl < 0):
            msg = f"cache {name!r} needs bounds: size of at least 1 entry, ttl of more than 0 seconds"
            raise ValueError(msg)
        self.name: Final = name
        self._size = size
        self._ttl = ttl
        self._none_ttl = ttl if none_ttl is None else none_ttl
        self._local = local
        self._kind = values
        self._memory = LocalMemory(size, clock)
        self._flights: dict[CacheKey, SingleFlight[Any]] = {}
        self._hits = self._misses = self._waits = self._failures = 0

    @cached_property
    def _serializer(self) -> Serializer[V]:
        if self._local:
            return IdentitySerializer(self.name)
        # `Cache[K, V](…)` sets this attribute
        kinds = get_args(getattr(self, "__orig_class__", None))
        kind = kinds[1] if self._kind is None and kinds else self._kind
        if kind is None or isinstance(kind, TypeVar):
            made = type(self).__name__
            msg = (
                f"cache {self.name!r} does not know the type of its values, so it could not read them back. "
                f'Write {made}[str, Product]("{self.name}", size=…, ttl=…), with the types of key and value'
            )
            raise CacheError(msg)
        return JsonSerializer(kind, self.name)

    @cached_property
    def _namespace(self) -> Namespace:
        assert isinstance(self._serializer, JsonSerializer)
        return Namespace(self.name, self._serializer.fingerprint(), max(self._ttl, self._none_ttl), self._hit)

    def _hit(self) -> None:
        self._hits += 1

    def _shared(self) -> Store | None:
        return None if self._local else current_store.get()

    async def _get(self, key: CacheKey, load: Loader[V]) -> V:
        serializer = self._serializer
        shared = self._shared()
        if shared is None:
            entry = self._memory.get(key, MISSING)
            if entry is not MISSING:
                self._hits += 1
                return serializer.load(entry.kept)
        flight = self._flights.get(key)
        if flight is not None and flight.can_be_joined:
            self._waits += 1
        else:
            flight = self._start(key, load, shared)
        return serializer.load(await flight.result())

    def _start(self, key: CacheKey, load: Loader[V], shared: Store | None) -> SingleFlight[Any]:
        check_loader(load, self.name)
        run = partial(self._run, load)
        context = Context()
        if shared is None:
            work = self._load_here(key, run)
        else:
            context.run(current_store.set, shared)
            work = shared.get_or_load(self._namespace, key, run)
        flight = self._flights[key] = SingleFlight(work, self.name, context)
        flight.task.add_done_callback(lambda _: self._landed(key, flight))
        return flight

    def _landed(self, key: CacheKey, flight: SingleFlight[Any]) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]

    async def _load_here(self, key: CacheKey, run: Callable[[], Any]) -> Any:
        flight = self._flights[key]
        entry = await run()
        if self._flights.get(key) is flight:  # else the key was deleted meanwhile
            self._memory[key] = entry
        return entry.kept

    async def _run(self, load: Loader[V]) -> CacheEntry:
        self._misses += 1
        try:
            value: Any = load()
            if inspect.isawaitable(value):
                value = await value
        except asyncio.CancelledError:
            raise
        except BaseException:
            self._failures += 1
            raise
        return self._entry(value)

    def _entry(self, value: V) -> CacheEntry:
        return CacheEntry(self._serializer.dump(value), self._none_ttl if value is None else self._ttl)

    async def _set(self, key: CacheKey, value: V) -> None:
        entry = self._entry(value)
        await self._forget(*key)
        shared = self._shared()
        if shared is None:
            self._memory[key] = entry
        else:
            await shared.put(self._namespace, key, entry)

    async def _forget(self, group: str | None, key: str | None) -> None:
        self._memory.forget(group, key)
        for loading in list(self._flights):
            if group is None or (loading.group == group and key in {None, loading.key}):
                del self._flights[loading]
        shared = self._shared()
        if shared is not None:
            await shared.forget(self._namespace, group, key)

    async def clear(self) -> None:
        """Forget everything, for all workers. Values that are being loaded now are not kept either."""
        await self._forget(None, None)

    def statistics(self) -> CacheStatistics:
        """Return the counters of this process."""
        return CacheStatistics(
            name=self.name,
            size=self._size,
            entries=len(self._memory),
            hits=self._hits,
            misses=self._misses,
            waits=self._waits,
            failures=self._failures,
            evictions=self._memory.evictions,
            loading=len(self._flights),
        )

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name!r}, {len(self._memory)} of {self._size} entries>"


@final
class Cache(_BaseCache[K, V]):
    """Values that are the same for everybody who asks with the same key.

        products = Cache[int, Product]("products", size=10_000, ttl=60)

        product = await products.get(product_id, lambda: find_product(product_id))

    Values that differ from user to user belong into a `UserCache`.
    """

    async def get(self, key: K, load: Loader[V]) -> V:
        """Return the value of a key; load it if there is none.

        Callers that ask while it is being loaded wait for the same load. Errors are raised and not kept.

        Args:
            key: plain values, see `lissome.cache.keys`.
            load: makes the value; may be async. It must not use anything of the request.

        Raises:
            CacheError: the key, the loader or the value cannot be shared.
        """
        return await self._get(CacheKey("", key_text(key, self.name)), load)

    async def set(self, key: K, value: V) -> None:
        """Keep a value without loading it."""
        await self._set(CacheKey("", key_text(key, self.name)), value)

    async def delete(self, key: K) -> None:
        """Forget a key, for all workers. No `get` after this returns what was loaded before.

        Raises:
            CacheUnavailable: the shared store does not answer.
        """
        await self._forget("", key_text(key, self.name))


@final
class UserCache(_BaseCache[K, V]):
    """Values that differ from user to user. It cannot be asked without naming the user.

    carts = UserCache[str, Cart]("carts", size=10_000, ttl=60)

    cart = await carts.of(user.id).get("current", lambda: find_cart(user.id))
    """

    def of(self, user: object) -> UserCacheView[K, V]:
        """Return the part of one user.

        Args:
            user: identifies the user: a user id or a session id. Plain values as in keys.

        Raises:
            CacheError: it is None or empty: all anonymous visitors would share one part.
        """
        if user is None or user in ("", b"", ()):
            msg = (
                f"cache {self.name!r} was asked for the part of {user!r}, which all anonymous visitors would "
                "share. Use the session's id, or do without the cache for them"
            )
            raise CacheError(msg)
        return UserCacheView(self, key_text(user, self.name))


class UserCacheView(Generic[K, V]):
    """One user's part of a `UserCache`."""

    __slots__ = ("_cache", "_group")

    def __init__(self, cache: UserCache[K, V], group: str) -> None:
        self._cache = cache
        self._group = group

    def _key(self, key: K) -> CacheKey:
        return CacheKey(self._group, key_text(key, self._cache.name))

    async def get(self, key: K, load: Loader[V]) -> V:
        """Return a value; see `Cache.get`."""
        return await self._cache._get(self._key(key), load)  # noqa: SLF001 - one thing in two classes

    async def set(self, key: K, value: V) -> None:
        """Keep a value; see `Cache.set`."""
        await self._cache._set(self._key(key), value)  # noqa: SLF001

    async def delete(self, key: K) -> None:
        """Forget a key; see `Cache.delete`."""
        await self._cache._forget(*self._key(key))  # noqa: SLF001

    async def clear(self) -> None:
        """Forget all values of this user: at sign-out, or when their rights have changed."""
        await self._cache._forget(self._group, None)  # noqa: SLF001
