from lib.server.clean.enum_keyed_cache import use


async def GET(event):
    return {"ok": str(use(event))}
