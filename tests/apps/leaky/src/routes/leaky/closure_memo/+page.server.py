from lib.server.leaks.closure_memo import profile


async def load(event):
    return profile(event.locals.user)
