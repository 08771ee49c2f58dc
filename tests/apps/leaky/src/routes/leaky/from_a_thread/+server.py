from lib.server.leaks.from_a_thread import run


async def GET(event):
    return {"results": await run(event.locals.user)}
