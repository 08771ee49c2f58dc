from lib.server.leaks.template_shared_context import use


async def GET(event):
    return {"ok": str(use(event))}
