from lib.server.leaks.weakref_callback import use


async def GET(event):
    return {"ok": str(use(event))}
