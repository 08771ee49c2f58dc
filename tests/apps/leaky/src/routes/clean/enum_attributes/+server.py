from lib.server.clean.enum_attributes import use


async def GET(event):
    return {"ok": str(use(event))}
