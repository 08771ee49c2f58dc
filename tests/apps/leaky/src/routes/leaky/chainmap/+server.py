from lib.server.leaks.chainmap import use


async def GET(event):
    return {"ok": str(use(event))}
