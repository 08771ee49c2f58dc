from lib.server.leaks.counter_by_user import hit


async def GET(event):
    return {"hits": hit(event.locals.user)}
