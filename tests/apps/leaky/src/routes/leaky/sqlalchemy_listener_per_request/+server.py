from lib.server.leaks.sqlalchemy_listener_per_request import use


async def GET(event):
    return {"ok": str(use(event))}
