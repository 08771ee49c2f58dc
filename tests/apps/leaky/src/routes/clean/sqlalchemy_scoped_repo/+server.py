from lib.server.clean.sqlalchemy_scoped_repo import use


async def GET(event):
    return {"ok": str(await use(event))}
