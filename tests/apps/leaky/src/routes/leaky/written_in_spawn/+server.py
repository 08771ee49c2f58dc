from lib.server.leaks.written_in_spawn import use


async def GET(event):
    return {"ok": str(use(event))}
