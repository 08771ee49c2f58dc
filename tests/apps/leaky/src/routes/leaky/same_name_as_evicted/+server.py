from lib.server.leaks.same_name_as_evicted import use


async def GET(event):
    return {"ok": str(use(event))}
