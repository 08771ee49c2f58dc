"""The shared store in Redis or Valkey, so that all workers on all hosts have one cache.

A value is stored together with its full key and the versions of its key, its group and its cache at the time
when its load began. Deleting writes a new version. So a value whose load began before a deletion and finished
after it is not read, and a value is never taken for that of another key. A lookup is one round trip.
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
_TIMEOUT: Final = 1.0
# Seconds without requests after a failure: a page must not wait for the timeout at each of its lookups.
_RETRY_AFTER: Final = 5.0
# Seconds that a worker waits for another one's load at most.
_LEASE: Final = 10.0
# Seconds that a version outlives its values; no load that began before a deletion takes so long.
_VERSION: Final = 600.0
# The intervals, in seconds, at which a worker looks for the result of another one's load.
_INTERVALS: Final = (0.01, 0.02, 0.04, 0.08)

_MAX_KEY: Final = 160  # characters; longer keys are hashed


class _Names(NamedTuple):
    """The names of one key in the store. Braces keep them on one node of a cluster.

    Attributes:
        versions: of the cache, the group and the key.
        label: the full key, which is stored with the value.
    """

    value: str
    lease: str
    versions: tuple[str, str, str]
    label: str


class _Lookup(NamedTuple):
    """The result of a lookup.

    Attributes:
        header: the text that a stored value must begin with to be valid now.
        kept: the valid value, if there is one.
        is_leased: another worker is loading the value.
    """

    header: bytes
    kept: bytes | None
    is_leased: bool


class RedisStore:
    """A `Store` in Redis or Valkey. When it does not answer, loaders run as if there were no cache."""

    def __init__(self, url: str, prefix: str = _PREFIX) -> None:
        """Configure the store; connections are opened when they are needed.

        Args:
            url: ``redis://user:password@host:6379/0``, ``rediss://`` for TLS, ``unix:///path/to/socket``, and
                the same with valkey.
            prefix: of all names in the store, so that several apps can use the same one.

        Raises:
            CacheError: the URL is none of these, or the package for it is not installed.
        """
        scheme = urlsplit(url).scheme
        if scheme not in _SCHEMES:
            msg = f"cache_url begins with {scheme + '://' if scheme else 'no scheme'}; write redis://host:6379/0"
            raise CacheError(msg)
        self._client = _client(url.replace("valkey", "redis", 1) if scheme.startswith("valkey") else url)
        self._prefix = prefix
        self._unavailable_until = 0.0

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    async def get_or_load(
        self, namespace: Namespace, key: CacheKey, load: Callable[[], Awaitable[CacheEntry]]
    ) -> bytes:
        """See `Store`."""
        names = self._names(namespace, key)
        try:
            found = await self._find_or_lease(names)
        except CacheUnavailable:
            return bytes((await load()).kept)
        if found.kept is not None:
            namespace.on_hit()
            return found.kept
        try:
            entry = await load()
            await self._write(names, found.header, entry)
        finally:
            await self._release(names)
        return bytes(entry.kept)

    async def put(self, namespace: Namespace, key: CacheKey, entry: CacheEntry) -> None:
        """See `Store`."""
        names = self._names(namespace, key)
        try:
            found = await self._find(names)
        except CacheUnavailable:
            return
        await self._write(names, found.header, entry)

    async def forget(self, namespace: Namespace, group: str | None, key: str | None) -> None:
        """See `Store`.

        Raises:
            CacheUnavailable: it is unknown whether the other workers have forgotten the value.
        """
        names = self._names(namespace, CacheKey(group or "", key or ""))
        of_cache, of_group, of_key = names.versions
        version = of_cache if group is None else of_group if key is None else of_key
        await self._ask("SET", version, secrets.token_hex(8), "PX", _ms(namespace.ttl + _VERSION))

    async def _find_or_lease(self, names: _Names) -> _Lookup:
        """Return a value; or none if this worker has the lease for loading it, or has waited long enough."""
        found = await self._find(names)
        if found.kept is not None:
            return found
        if not found.is_leased and await self._lease(names):
            return found
        return await self._wait(names)

    async def _lease(self, names: _Names) -> bool:
        """Return True if this worker has got the lease. A caller that is cancelled leaves none behind."""
        asked = asyncio.ensure_future(self._ask("SET", names.lease, "1", "NX", "PX", _ms(_LEASE)))
        try:
            return bool(await asyncio.shield(asked))
        except asyncio.CancelledError:
            with suppress(CacheUnavailable):
                if await asked:
                    await self._release(names)
            raise

    async def _release(self, names: _Names) -> None:
        """Release the lease, even if the caller is cancelled: the other workers wait for it."""
        asked = asyncio.ensure_future(self._quietly("DEL", names.lease))
        try:
            await asyncio.shield(asked)
        except asyncio.CancelledError:
            await asked
            raise

    async def _wait(self, names: _Names) -> _Lookup:
        """Wait for another worker's load: until its value is there, or its lease is gone."""
        intervals = chain(_INTERVALS, repeat(_INTERVALS[-1]))
        until = time.monotonic() + _LEASE
        while True:
            await asyncio.sleep(next(intervals))
            found = await self._find(names)
            if found.kept is not None or not found.is_leased or time.monotonic() > until:
                return found

    async def _find(self, names: _Names) -> _Lookup:
        raw, lease, *versions = await self._ask("MGET", names.value, names.lease, *names.versions)
        tokens = b" ".join(version or b"-" for version in versions)
        header = b"%s %s\n" % (tokens, names.label.encode())
        kept = raw[len(header) :] if raw is not None and raw.startswith(header) else None
        return _Lookup(header, kept, lease is not None)

    def _names(self, namespace: Namespace, key: CacheKey) -> _Names:
        base = f"{self._prefix}:{{{namespace.name}}}"
        group, short = _short(key.group), _short(key.key)
        return _Names(
            f"{base}:value:{namespace.fingerprint}:{group}:{short}",
            f"{base}:lease:{group}:{short}",
            (f"{base}:version", f"{base}:version:{group}", f"{base}:version:{group}:{short}"),
            f"{key.group} {key.key}",
        )

    async def _write(self, names: _Names, header: bytes, entry: CacheEntry) -> None:
        if entry.ttl > 0:
            await self._quietly("SET", names.value, header + entry.kept, "PX", _ms(entry.ttl))

    async def _ask(self, *command: Any) -> Any:
        if time.monotonic() < self._unavailable_until:
            raise CacheUnavailable(_UNAVAILABLE)
        # redis-py and asyncio raise exceptions of many classes; all of them mean that the store is
        # unavailable
        try:
            return await self._client.execute_command(*command)  # type: ignore[no-untyped-call]
        except Exception as failure:
            self._unavailable_until = time.monotonic() + _RETRY_AFTER
            logger.warning(
                "the cache's store does not answer; it is not asked for %g s: %s", _RETRY_AFTER, failure
            )
            raise CacheUnavailable(_UNAVAILABLE) from failure

    async def _quietly(self, *command: Any) -> None:
        """Ask, where a failure only means that something will be loaded once more."""
        with suppress(CacheUnavailable):
            await self._ask(*command)


_UNAVAILABLE: Final = (
    "the cache's shared store ([tool.lissome] cache_url) does not answer, so nothing could be deleted there. "
    "Other workers may show the old value until its ttl is over"
)


def make_store(url: str, name: str) -> RedisStore | None:
    """Return the store for an app's settings `cache_url` and `name`; None without a URL."""
    return RedisStore(url, name or _PREFIX) if url else None


@asynccontextmanager
async def connected(url: str, prefix: str = _PREFIX) -> AsyncIterator[None]:
    """Let all caches that are used in this block share the app's store; for scripts and jobs.

        async with connected(os.environ["LISSOME_CACHE_URL"], prefix="shop"):
            await product_of.delete(7)

    Args:
        url: see `RedisStore`.
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
        timeout=_TIMEOUT,
        socket_timeout=_TIMEOUT,
        socket_connect_timeout=_TIMEOUT,
        retry=Retry(NoBackoff(), 1),  # a connection that the other side has closed meanwhile
    )
    return Redis.from_pool(pool)


def _short(text: str) -> str:
    return text if len(text) <= _MAX_KEY else hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _ms(seconds: float) -> int:
    return max(int(seconds * 1000), 1)
