from lib.server.leaks.dict_subclass import sessions


async def GET(event):
    return sessions[event.locals.user]
