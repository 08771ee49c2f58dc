from lib.server.leaks.user_id_keys import use


async def GET(event):
    return {"ok": str(use(event))}
