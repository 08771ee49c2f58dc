from lib.server.leaks.nested import arrive


async def GET(event):
    arrive(event.locals.user)
    return {"ok": True}
