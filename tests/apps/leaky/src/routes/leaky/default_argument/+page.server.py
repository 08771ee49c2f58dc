from lib.server.leaks.default_argument import collect


async def load(event):
    return {"seen": collect(event.url.search_params.get("q"))}
