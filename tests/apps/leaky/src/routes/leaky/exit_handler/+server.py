from lib.server.leaks.exit_handler import arrive


async def GET(event):
    arrive(event.locals.user)
    return {"ok": True}
