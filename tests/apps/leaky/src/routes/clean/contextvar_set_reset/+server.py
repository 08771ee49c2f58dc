from lib.server.clean.contextvar_set_reset import use


async def GET(event):
    return {"ok": str(use(event))}
