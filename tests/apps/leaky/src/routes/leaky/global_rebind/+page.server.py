from lib.server.leaks.global_rebind import greet


async def load(event):
    return {"greeting": await greet(event.locals.user)}
