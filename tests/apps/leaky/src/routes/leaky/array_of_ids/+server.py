from lib.server.leaks.array_of_ids import use


async def GET(event):
    return {"ok": str(use(event))}
