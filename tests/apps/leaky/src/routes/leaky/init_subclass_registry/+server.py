from lib.server.leaks.init_subclass_registry import use


async def GET(event):
    return {"ok": str(use(event))}
