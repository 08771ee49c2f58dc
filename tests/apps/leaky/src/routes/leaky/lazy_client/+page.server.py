from lib.server.leaks.lazy_client import get_client


async def load(event):
    return {"as": get_client(event.locals.user).token}
