from lib.server.clean.evicting_cache import article


async def load(event):
    return article(event.params["slug"])
