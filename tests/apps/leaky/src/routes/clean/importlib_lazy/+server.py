from lib.server.clean.importlib_lazy import use


async def GET(event):
    return {"ok": use(event)}
