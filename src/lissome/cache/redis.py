"""The shared store in Redis or Valkey, so that all workers on all hosts have one cache.

A value is stored with the marks that were valid when its load began, and with its full key. Deleting writes a
new mark, so a load that began before can finish after and is not seen; and a value is never taken for that
of another key, whatever goes wrong on the way. One lookup is one trip.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urlsplit

from lissome.cache.errors import CacheError, CacheUnavailable
from lissome.cache.local_memory import CacheEntry, CacheKey
from lissome.cache.store import Namespace, use_store

if TYPE_CHECKING:
    from redis.asyncio import Redis

logger = logging.getLogger("lissome.cache")

_PREFIX: Final = "lissome"
_SCHEMES: Final = ("redis", "rediss", "unix", "valkey", "valkeys")

# Seconds. An answer within a data centre takes a millisecond; loads are cheaper than waiting for a dead host.
_PATIENCE: Final = 1.0
# After a failure the store is left alone for so long: a page must not wait for it at each of its lookups.
_REST: Final = 5.0
# How long one worker's load keeps the others waiting at most.
_LEASE: Final = 10.0
# How much longer than its value a mark lives; no load that began before a deletion takes so long.
_MARK: Final = 600.0
# How often those who wait for another worker's load look for its result.
_PAUSES: Final = (0.01, 0.02, 0.04, 0.08)

_LONG: Final = 160  # characters of a key; longer ones are hashed


class _Names(NamedTuple):
    """The names of one place in the store. Braces keep them on one node of a cluster."""

    value: str
    lease: str
    marks: tuple[str, str, str]
    label: str


class _Seen(NamedTuple):
    """What a lookup found: the head that a value must have to be valid now, and the value if there is one."""

    head: bytes
    kept: bytes | None
    is_leased: bool


class RedisStore:
    """A `Store`. When it does not answer, loaders run as if there were no cache."""

    def __init__(self, url: str, prefix: str = _PREFIX) -> None:
        """Know where the store is; connections are made when they are needed.

        Args:
            url: ``redis://user:password@host:6379/0``, ``rediss://`` for TLS, ``unix:///path/to/socket``, and
                the same with valkey.
            prefix: of all names in the store, so that several apps can share it.

        Raises:
            CacheError: the URL is none of these, or the package for it is not installed.
        """
        scheme = urlsplit(url).scheme
        if scheme not in _SCHEMES:
            msg = f"cache_url begins with {scheme + '://' if scheme else 'no scheme'}; write redis://host:6379/0"
            raise CacheError(msg)
        self._client = _client(url.replace("valkey", "redis", 1) if scheme.startswith("valkey") else url)
        self._prefix = prefix
        self._rest_until = 0.0

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    async def through(
        self, space: Namespace, place: CacheKey, load: Callable[[], Awaitable[CacheEntry]]
    ) -> bytes:
        """See `Store`."""
        names = self._names(space, place)
        try:
            seen = await self._seen_or_leased(names)
        except CacheUnavailable:
            return bytes((await load()).kept)
        if seen.kept is not None:
            space.hit()
            return seen.kept
        try:
            entry = await load()
            await self._write(names, seen.head, entry)
        finally:
            await self._give_back(names)
        return bytes(entry.kept)

    async def put(self, space: Namespace, place: CacheKey, entry: CacheEntry) -> None:
        """See `Store`."""
        names = self._names(space, place)
        try:
            seen = await self._look(names)
        except CacheUnavailable:
            return
        await self._write(names, seen.head, entry)

    async def forget(self, space: Namespace, group: str | None, key: str | None) -> None:
        """See `Store`.

        Raises:
            CacheUnavailable: nobody can say whether the others have forgotten it.
        """
        place = CacheKey(group or "", key or "")
        everything, whole_group, one = self._names(space, place).marks
        mark = everything if group is None else whole_group if key is None else one
        await self._ask("SET", mark, secrets.token_hex(8), "PX", _ms(space.ttl + _MARK))

    async def _seen_or_leased(self, names: _Names) -> _Seen:
        """A value; or none, and then it is this worker's turn to load it, or it has waited long enough."""
        seen = await self._look(names)
        if seen.kept is not None:
            return seen
        if not seen.is_leased and await self._lease(names):
            return seen
        return await self._wait(names)

    async def _lease(self, names: _Names) -> bool:
        """Whether it is this worker's turn now. A load that is given up meanwhile leaves no lease behind."""
        asked = asyncio.ensure_future(self._ask("SET", names.lease, "1", "NX", "PX", _ms(_LEASE)))
        try:
            return bool(await asyncio.shield(asked))
        except asyncio.CancelledError:
            with suppress(CacheUnavailable):
                if await asked:
                    await self._give_back(names)
            raise

    async def _give_back(self, names: _Names) -> None:
        """End a lease, even for a caller who has left: the other workers wait for it."""
        asked = asyncio.ensure_future(self._quietly("DEL", names.lease))
        try:
            await asyncio.shield(asked)
        except asyncio.CancelledError:
            await asked
            raise

    async def _wait(self, names: _Names) -> _Seen:
        """Wait for another worker's load: until it is there, or the lease is gone."""
        pauses = chain(_PAUSES, repeat(_PAUSES[-1]))
        until = time.monotonic() + _LEASE
        while True:
            await asyncio.sleep(next(pauses))
            seen = await self._look(names)
            if seen.kept is not None or not seen.is_leased or time.monotonic() > until:
                return seen

    async def _look(self, names: _Names) -> _Seen:
        raw, lease, *marks = await self._ask("MGET", names.value, names.lease, *names.marks)
        head = b"%s %s\n" % (b" ".join(mark or b"-" for mark in marks), names.label.encode())
        kept = raw[len(head) :] if raw is not None and raw.startswith(head) else None
        return _Seen(head, kept, lease is not None)

    def _names(self, space: Namespace, place: CacheKey) -> _Names:
        base = f"{self._prefix}:{{{space.name}}}"
        group, key = _short(place.group), _short(place.key)
        return _Names(
            f"{base}:value:{space.fingerprint}:{group}:{key}",
            f"{base}:lease:{group}:{key}",
            (f"{base}:mark", f"{base}:mark:{group}", f"{base}:mark:{group}:{key}"),
            f"{place.group} {place.key}",
        )

    async def _write(self, names: _Names, head: bytes, entry: CacheEntry) -> None:
        if entry.ttl > 0:
            await self._quietly("SET", names.value, head + entry.kept, "PX", _ms(entry.ttl))

    async def _ask(self, *command: Any) -> Any:
        if time.monotonic() < self._rest_until:
            raise CacheUnavailable(_UNAVAILABLE)
        # redis-py and asyncio raise many kinds; a cache that fails in any way is one that is not there
        try:
            return await self._client.execute_command(*command)  # type: ignore[no-untyped-call]
        except Exception as failure:
            self._rest_until = time.monotonic() + _REST
            logger.warning("the cache's store does not answer, for %g s it is not asked: %s", _REST, failure)
            raise CacheUnavailable(_UNAVAILABLE) from failure

    async def _quietly(self, *command: Any) -> None:
        """Where a failure only means that something will be loaded once more."""
        with suppress(CacheUnavailable):
            await self._ask(*command)


_UNAVAILABLE: Final = (
    "the cache's shared store ([tool.lissome] cache_url) does not answer, so nothing could be deleted there. "
    "Other workers may show the old value until its ttl is over"
)


def make_store(url: str, name: str) -> RedisStore | None:
    """The store of an app with these settings, if it has one."""
    return RedisStore(url, name or _PREFIX) if url else None


@asynccontextmanager
async def connected(url: str, prefix: str = _PREFIX) -> AsyncIterator[None]:
    """For scripts and jobs: all caches that are used in this block share the app's store.

        async with connected(os.environ["LISSOME_CACHE_URL"], prefix="shop"):
            await product_of.delete(7)

    Args:
        url: as `RedisStore`.
        prefix: the app's `[tool.lissome] name`, if it has one.
    """
    store = RedisStore(url, prefix)
    try:
        with use_store(store):
            yield
    finally:
        await store.close()


def _client(url: str) -> Redis:
    try:
        from redis.asyncio import BlockingConnectionPool, Redis  # noqa: PLC0415 - an optional dependency
        from redis.asyncio.retry import Retry  # noqa: PLC0415
        from redis.backoff import NoBackoff  # noqa: PLC0415
    except ImportError:
        msg = "cache_url is set, and the package `redis` is not installed: pip install 'lissome[redis]'"
        raise CacheError(msg) from None
    pool = BlockingConnectionPool.from_url(
        url,
        max_connections=32,
        timeout=_PATIENCE,
        socket_timeout=_PATIENCE,
        socket_connect_timeout=_PATIENCE,
        retry=Retry(NoBackoff(), 1),  # a connection that the other side has closed meanwhile
    )
    return Redis.from_pool(pool)


def _short(text: str) -> str:
    return text if len(text) <= _LONG else hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _ms(seconds: float) -> int:
    return max(int(seconds * 1000), 1)
