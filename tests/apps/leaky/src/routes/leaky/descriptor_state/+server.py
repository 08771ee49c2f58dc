from lib.server.leaks.descriptor_state import use


async def GET(event):
    return {"ok": str(use(event))}
