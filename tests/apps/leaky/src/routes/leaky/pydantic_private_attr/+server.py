from lib.server.leaks.pydantic_private_attr import use


async def GET(event):
    return {"ok": str(use(event))}
