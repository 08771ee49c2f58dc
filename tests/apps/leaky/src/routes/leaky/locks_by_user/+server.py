from lib.server.leaks.locks_by_user import use


async def GET(event):
    return {"ok": str(await use(event))}
