from lib.server.clean.decorator_per_request_cache import use


async def GET(event):
    return {"ok": str(use(event))}
