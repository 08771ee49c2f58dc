from lib.server.leaks.connection_kept import connect


async def GET(event):
    return {"one": connect(event.locals.user)}
