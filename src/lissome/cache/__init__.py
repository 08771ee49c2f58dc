"""Bounded caches: the one plain home of what is kept longer than a request.

    from lissome.cache import Cache

    products = Cache[int, Product]("products", size=10_000, ttl=60)

Size and time are mandatory, keys are explicit, and what a user may not see cannot get in by way of the
loader. In this process by default; with `[tool.lissome] cache_url` all workers share a Redis or Valkey.
"""

from lissome.cache.cache import Cache, CacheStatistics, UserCache, UserCacheView
from lissome.cache.cached import CachedFunction, cached
from lissome.cache.errors import CacheError, CacheUnavailable
from lissome.cache.redis import RedisStore, connected

__all__ = [
    "Cache",
    "CacheError",
    "CacheStatistics",
    "CacheUnavailable",
    "CachedFunction",
    "RedisStore",
    "UserCache",
    "UserCacheView",
    "cached",
    "connected",
]
