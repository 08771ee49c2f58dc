from lib.server.leaks.borg_pattern import use


async def GET(event):
    return {"ok": str(use(event))}
