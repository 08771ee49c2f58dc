from lib.server.clean.tidied_up import work


async def GET(event):
    return {"length": await work(event.locals.user)}
