from lib.server.leaks.generator_kept import open_feed


async def GET(event):
    return {"first": open_feed(event.locals.user)}
