from lib.server.leaks.thread_local import whoami


async def GET(event):
    return {"user": await whoami(event.locals.user)}
