from lib.server.leaks.enum_member_list import use


async def GET(event):
    return {"ok": str(use(event))}
