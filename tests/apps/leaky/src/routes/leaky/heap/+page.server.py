from lib.server.leaks.heap import schedule


async def add(event):
    return {"jobs": schedule(event.locals.user)}


actions = {"add": add}
