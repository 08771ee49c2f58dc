from lib.server.leaks.closure_variable import greet


async def GET(event):
    return {"greeting": greet(event.locals.user)}
