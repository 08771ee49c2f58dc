from lib.server.leaks.singleton_by_new import use


async def GET(event):
    return {"ok": str(use(event))}
