from lib.server.clean.cachetools_ttl import article


async def GET(event):
    return article(event.params["slug"])
