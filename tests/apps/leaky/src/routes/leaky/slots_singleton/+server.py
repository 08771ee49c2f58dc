from lib.server.leaks.slots_singleton import visit


async def GET(event):
    visit(event.locals.user)
    return {"ok": True}
