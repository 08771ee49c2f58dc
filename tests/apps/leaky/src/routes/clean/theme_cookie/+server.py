from lib.server.clean.theme_cookie import use


async def GET(event):
    return {"ok": str(use(event))}
