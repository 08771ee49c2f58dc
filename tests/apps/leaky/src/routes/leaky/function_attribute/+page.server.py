from lib.server.leaks.function_attribute import greet


async def load(event):
    return {"greeting": greet(event.locals.user)}
