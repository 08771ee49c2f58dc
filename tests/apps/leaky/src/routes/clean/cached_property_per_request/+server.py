from lib.server.clean.cached_property_per_request import use


async def GET(event):
    return {"ok": str(use(event))}
