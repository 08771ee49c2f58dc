from lib.server.clean.lazy_singleton import get_encoder


async def GET(event):
    return get_encoder().encode({"for": event.locals.user})
