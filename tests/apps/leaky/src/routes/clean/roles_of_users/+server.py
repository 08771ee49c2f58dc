from lib.server.clean.roles_of_users import use


async def GET(event):
    return {"ok": str(use(event))}
