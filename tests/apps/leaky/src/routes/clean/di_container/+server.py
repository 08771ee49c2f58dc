from lib.server.clean.di_container import use


async def GET(event):
    return {"ok": str(use(event))}
