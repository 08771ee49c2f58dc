from lib.server.leaks.lru_cache_of_events import user_of


async def GET(event):
    return user_of(event)
