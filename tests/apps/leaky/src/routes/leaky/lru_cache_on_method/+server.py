from lib.server.leaks.lru_cache_on_method import Orders


async def GET(event):
    return {"total": Orders(event.locals.user).total()}
