from lib.server.clean.settings_cache import settings


async def GET(event):
    return {"debug": settings()["debug"], "for": event.locals.user}
