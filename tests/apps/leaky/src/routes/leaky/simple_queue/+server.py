from lib.server.leaks.simple_queue import use


async def GET(event):
    return {"ok": str(use(event))}
