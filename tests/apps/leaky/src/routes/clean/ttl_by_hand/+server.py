from lib.server.clean.ttl_by_hand import use


async def GET(event):
    return {"ok": str(use(event))}
