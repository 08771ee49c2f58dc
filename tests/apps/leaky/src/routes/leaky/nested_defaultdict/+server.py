from lib.server.leaks.nested_defaultdict import use


async def GET(event):
    return {"ok": str(use(event))}
