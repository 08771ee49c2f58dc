from lib.server.clean.locks import alone


async def load(event):
    return {"user": await alone(event.locals.user)}
