from lib.server.leaks.frame_kept import use


async def GET(event):
    return {"ok": str(use(event))}
