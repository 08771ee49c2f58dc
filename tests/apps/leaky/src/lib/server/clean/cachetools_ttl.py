"""A bounded cache of a well-kept library."""

from cachetools import TTLCache

ARTICLES = TTLCache(maxsize=64, ttl=60)


def article(slug):
    if slug not in ARTICLES:
        ARTICLES[slug] = {"words": len(slug)}
    return ARTICLES[slug]
