"""lissome's own cache: bounded in size and in time, keys said."""

from lissome.cache import Cache

ARTICLES = Cache[str, dict]("articles", size=64, ttl=60)


async def count(slug):
    return {"words": len(slug)}


async def article(slug):
    return await ARTICLES.get(slug, lambda: count(slug))
