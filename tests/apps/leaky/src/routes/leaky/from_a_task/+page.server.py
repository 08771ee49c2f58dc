from lib.server.leaks.from_a_task import run


async def load(event):
    return {"scores": await run(event.locals.user)}
