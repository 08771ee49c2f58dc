from lib.server.leaks.dict_view_kept import use


async def GET(event):
    return {"ok": str(use(event))}
