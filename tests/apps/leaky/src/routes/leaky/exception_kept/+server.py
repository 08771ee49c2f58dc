from lib.server.leaks.exception_kept import check


async def GET(event):
    return {"number": check(event.locals.user)}
