from lib.server.clean.weak_set import run


async def POST(event):
    return {"owner": run(event.locals.user)}
