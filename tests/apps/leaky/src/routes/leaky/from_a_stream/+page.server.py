from lib.server.leaks.from_a_stream import slowly


async def load(event):
    return {"now": True, "later": slowly(event.locals.user)}
