from lib.server.clean.lissome_cache import article


async def GET(event):
    return await article(event.params["slug"])
