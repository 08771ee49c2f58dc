"""`Cache` and `UserCache`: bounded, typed, and the same for one worker and for many."""

from __future__ import annotations

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
from lissome.cache.local_memory import NOTHING, CacheEntry, CacheKey, LocalMemory
from lissome.cache.serializers import IdentitySerializer, JsonSerializer, Values
from lissome.cache.single_flight import SingleFlight
from lissome.cache.store import Namespace, Store, store

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class CacheStatistics:
    """What a cache has done in this process.

    Attributes:
        name: of the cache.
        size: how many entries it may have.
        entries: how many it has; those in a shared store are not counted.
        hits: answers from the cache.
        misses: loads that were begun.
        waits: callers that got the result of a load that another had begun.
        failures: loads that failed.
        evictions: entries that had to go before their time, to make room.
        loading: loads that are under way.
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
    """What both kinds of cache are made of."""

    # The state guard knows by this that what is written here is bounded, and meant to be seen by others.
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
        """Make a cache; it does nothing until it is used.

        Args:
            name: unique in the app; names the values in a shared store, and the cache in errors.
            size: how many entries it may have, in this process. A shared store is bounded by its own memory
                limit, and by `ttl`.
            ttl: how many seconds a value is served. Never longer: there are no stale answers.
            none_ttl: the same for None, for what was looked for and is not there; 0 keeps no None.
            local: keep the very objects, in this process only, even if there is a shared store.
            values: the type of the values, where it is not written `Cache[Key, Value](…)`.
            clock: for tests; seconds, never going back.

        Raises:
            ValueError: a bound is no positive number.
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
    def _values(self) -> Values[V]:
        if self._local:
            return IdentitySerializer(self.name)
        # Set by typing, on what `Cache[K, V](…)` makes
        kinds = get_args(getattr(self, "__orig_class__", None))
        kind = kinds[1] if self._kind is None and kinds else self._kind
        if kind is None or isinstance(kind, TypeVar):
            made = type(self).__name__
            msg = (
                f"cache {self.name!r} does not know what its values are, so it could not read them back. "
                f'Write {made}[str, Product]("{self.name}", size=…, ttl=…), with the types of key and value'
            )
            raise CacheError(msg)
        return JsonSerializer(kind, self.name)

    @cached_property
    def _space(self) -> Namespace:
        assert isinstance(self._values, JsonSerializer)
        return Namespace(self.name, self._values.fingerprint(), max(self._ttl, self._none_ttl), self._hit)

    def _hit(self) -> None:
        self._hits += 1

    def _shared(self) -> Store | None:
        return None if self._local else store.get()

    async def _get(self, place: CacheKey, load: Loader[V]) -> V:
        values = self._values
        shared = self._shared()
        if shared is None:
            entry = self._memory.get(place, NOTHING)
            if entry is not NOTHING:
                self._hits += 1
                return values.give(entry.kept)
        flight = self._flights.get(place)
        if flight is not None and flight.is_open:
            self._waits += 1
        else:
            flight = self._start(place, load, shared)
        return values.give(await flight.result())

    def _start(self, place: CacheKey, load: Loader[V], shared: Store | None) -> SingleFlight[Any]:
        check_loader(load, self.name)
        run = partial(self._run, load)
        context = Context()
        if shared is None:
            work = self._load_here(place, run)
        else:
            context.run(store.set, shared)
            work = shared.through(self._space, place, run)
        flight = self._flights[place] = SingleFlight(work, self.name, context)
        flight.task.add_done_callback(lambda _: self._land(place, flight))
        return flight

    def _land(self, place: CacheKey, flight: SingleFlight[Any]) -> None:
        if self._flights.get(place) is flight:
            del self._flights[place]

    async def _load_here(self, place: CacheKey, run: Callable[[], Any]) -> Any:
        flight = self._flights[place]
        entry = await run()
        if self._flights.get(place) is flight:  # else the key was deleted meanwhile
            self._memory[place] = entry
        return entry.kept

    async def _run(self, load: Loader[V]) -> CacheEntry:
        self._misses += 1
        try:
            value: Any = load()
            if inspect.isawaitable(value):
                value = await value
        except Exception:
            self._failures += 1
            raise
        return self._entry(value)

    def _entry(self, value: V) -> CacheEntry:
        return CacheEntry(self._values.keep(value), self._none_ttl if value is None else self._ttl)

    async def _set(self, place: CacheKey, value: V) -> None:
        entry = self._entry(value)
        await self._forget(*place)
        shared = self._shared()
        if shared is None:
            self._memory[place] = entry
        else:
            await shared.put(self._space, place, entry)

    async def _forget(self, group: str | None, key: str | None) -> None:
        self._memory.forget(group, key)
        for place in list(self._flights):
            if group is None or (place.group == group and key in {None, place.key}):
                del self._flights[place]
        shared = self._shared()
        if shared is not None:
            await shared.forget(self._space, group, key)

    async def clear(self) -> None:
        """Forget everything, for all workers. What is being loaded now is not kept either."""
        await self._forget(None, None)

    def statistics(self) -> CacheStatistics:
        """What this cache has done so far, in this process."""
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

    What differs from user to user belongs into a `UserCache`.
    """

    async def get(self, key: K, load: Loader[V]) -> V:
        """The value of a key, loaded when there is none.

        Whoever asks while it is being loaded waits for the same load. Errors are raised and not kept.

        Args:
            key: plain values, see `lissome.cache.keys`.
            load: makes the value; may be async. It may not use anything of the request.

        Raises:
            CacheError: the key, the loader or the value is none that can be shared.
        """
        return await self._get(CacheKey("", key_text(key, self.name)), load)

    async def set(self, key: K, value: V) -> None:
        """Keep a value that is known without loading it."""
        await self._set(CacheKey("", key_text(key, self.name)), value)

    async def delete(self, key: K) -> None:
        """Forget a key, for all workers. No `get` after this returns what was loaded before.

        Raises:
            CacheUnavailable: the shared store does not answer.
        """
        await self._forget("", key_text(key, self.name))


@final
class UserCache(_BaseCache[K, V]):
    """Values that differ from user to user. There is no way to ask it without saying for whom.

    carts = UserCache[str, Cart]("carts", size=10_000, ttl=60)

    cart = await carts.of(user.id).get("current", lambda: find_cart(user.id))
    """

    def of(self, user: object) -> UserCacheView[K, V]:
        """The part of one user.

        Args:
            user: what tells users apart: an id, a session's id. Plain values as in keys.

        Raises:
            CacheError: it is None or empty: all visitors without a name would share one part.
        """
        if user is None or user in ("", b"", ()):
            msg = (
                f"cache {self.name!r} was asked for the part of {user!r}. Visitors without a name would all "
                "get the same: ask for the session's id, or do without the cache for them"
            )
            raise CacheError(msg)
        return UserCacheView(self, key_text(user, self.name))


class UserCacheView(Generic[K, V]):
    """One user's part of a `UserCache`."""

    __slots__ = ("_group", "_shelf")

    def __init__(self, shelf: UserCache[K, V], group: str) -> None:
        self._shelf = shelf
        self._group = group

    def _place(self, key: K) -> CacheKey:
        return CacheKey(self._group, key_text(key, self._shelf.name))

    async def get(self, key: K, load: Loader[V]) -> V:
        """As `Cache.get`."""
        return await self._shelf._get(self._place(key), load)  # noqa: SLF001 - one thing in two classes

    async def set(self, key: K, value: V) -> None:
        """As `Cache.set`."""
        await self._shelf._set(self._place(key), value)  # noqa: SLF001

    async def delete(self, key: K) -> None:
        """As `Cache.delete`."""
        await self._shelf._forget(*self._place(key))  # noqa: SLF001

    async def clear(self) -> None:
        """Forget all of this user: at sign-out, or when their rights have changed."""
        await self._shelf._forget(self._group, None)  # noqa: SLF001
