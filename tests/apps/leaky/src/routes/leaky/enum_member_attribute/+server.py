from lib.server.leaks.enum_member_attribute import use


async def GET(event):
    return {"ok": str(use(event))}
