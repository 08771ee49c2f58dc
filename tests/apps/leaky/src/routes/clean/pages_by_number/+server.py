from lib.server.clean.pages_by_number import use


async def GET(event):
    return {"ok": str(use(event))}
