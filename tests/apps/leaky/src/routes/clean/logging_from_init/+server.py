from lib.server.clean.logging_from_init import logger


async def GET(event):
    logger.debug("%s was here", event.locals.user)
    return {"ok": True}
