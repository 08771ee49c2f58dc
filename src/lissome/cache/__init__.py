"""Bounded caches for values that are kept longer than a request.

    from lissome.cache import Cache

    products = Cache[int, Product]("products", size=10_000, ttl=60)

Size and time to live are mandatory, keys are explicit, and the loader sees nothing of the request, so that no
user's data gets into a value for all. Values are kept in this process by default; with `[tool.lissome]
cache_url` all workers share a Redis or Valkey.

The package needs nothing else of lissome: any asyncio program can use it, and `connected` and `use_store`
tell the caches which store they share.
"""

from lissome.cache.cache import Cache, CacheStatistics, UserCache, UserCacheView
from lissome.cache.cached import CachedFunction, cached
from lissome.cache.errors import CacheError, CacheUnavailable
from lissome.cache.redis import RedisStore, connected, make_store
from lissome.cache.store import Store, use_store

__all__ = [
    "Cache",
    "CacheError",
    "CacheStatistics",
    "CacheUnavailable",
    "CachedFunction",
    "RedisStore",
    "Store",
    "UserCache",
    "UserCacheView",
    "cached",
    "connected",
    "make_store",
    "use_store",
]
