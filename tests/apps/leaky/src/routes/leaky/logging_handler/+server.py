from lib.server.leaks.logging_handler import audit


async def GET(event):
    audit(event.locals.user)
    return {"ok": True}
