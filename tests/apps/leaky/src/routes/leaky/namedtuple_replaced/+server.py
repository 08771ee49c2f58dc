from lib.server.leaks.namedtuple_replaced import use


async def GET(event):
    return {"ok": str(use(event))}
