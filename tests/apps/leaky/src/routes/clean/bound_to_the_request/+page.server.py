from lib.server.clean.bound_to_the_request import use


async def load(event):
    return await use(event)
