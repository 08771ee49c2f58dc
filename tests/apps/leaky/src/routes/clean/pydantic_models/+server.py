from lib.server.clean.pydantic_models import use


async def GET(event):
    return {"ok": str(use(event))}
