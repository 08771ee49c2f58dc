from lib.server.clean.singleton_metaclass import use


async def GET(event):
    return {"ok": str(use(event))}
