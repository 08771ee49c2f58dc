from lib.server.leaks.gettext_install import use


async def GET(event):
    return {"ok": str(use(event))}
