from lib.server.leaks.timer_repeats import tick


async def GET(event):
    tick(event.locals.user)
    return {"started": True}
