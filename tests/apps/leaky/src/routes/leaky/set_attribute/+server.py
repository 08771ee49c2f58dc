from lib.server.leaks.set_attribute import remember


async def GET(event):
    remember("last_user", event.locals.user)
    return {"ok": True}
