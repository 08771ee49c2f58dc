from lib.server.leaks.signal_handler import reload_for


async def GET(event):
    reload_for(event.locals.user)
    return {"ok": True}
