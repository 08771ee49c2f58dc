from lib.server.clean.pure_cache import slug


async def load(event):
    return {"slug": slug(event.url.search_params.get("q") or "")}
