from lib.server.leaks.cached_property import service


async def load(event):
    return {"user": service.user}
