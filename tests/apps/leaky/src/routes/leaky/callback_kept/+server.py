from lib.server.leaks.callback_kept import subscribe


async def POST(event):
    return {"listeners": subscribe(event.locals.user)}
