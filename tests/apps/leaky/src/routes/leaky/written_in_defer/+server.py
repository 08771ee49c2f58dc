from lib.server.leaks.written_in_defer import use


async def GET(event):
    return {"ok": str(use(event))}
