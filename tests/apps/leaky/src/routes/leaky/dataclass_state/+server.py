from lib.server.leaks.dataclass_state import arrive


async def GET(event):
    arrive(event.locals.user, event.request.headers.get("user-agent"))
    return {"ok": True}
