from lib.server.leaks.lru_cache_unbounded import profile


async def load(event):
    return profile(event.locals.user)
