from lib.server.leaks.thread_left import start


async def POST(event):
    start(event.locals.user)
    return {"started": True}
