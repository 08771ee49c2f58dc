from lib.server.clean.finally_pop import serve


async def GET(event):
    return {"done": await serve(event, event.locals.user)}
