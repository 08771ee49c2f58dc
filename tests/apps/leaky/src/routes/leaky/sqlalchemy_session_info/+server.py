from lib.server.leaks.sqlalchemy_session_info import use


async def GET(event):
    return {"ok": str(use(event))}
