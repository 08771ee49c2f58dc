from lib.server.clean.object_pool import use


async def GET(event):
    return {"ok": str(use(event))}
