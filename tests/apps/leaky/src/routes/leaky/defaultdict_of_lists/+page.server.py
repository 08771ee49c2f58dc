from lib.server.leaks.defaultdict_of_lists import visit


async def load(event):
    return {"visits": visit(event.locals.user, event.url.search_params.get("q"))}
