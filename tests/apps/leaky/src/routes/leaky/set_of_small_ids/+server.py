from lib.server.leaks.set_of_small_ids import use


async def GET(event):
    return {"ok": str(use(event))}
