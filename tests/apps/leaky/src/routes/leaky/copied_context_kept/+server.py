from lib.server.leaks.copied_context_kept import use


async def GET(event):
    return {"ok": str(use(event))}
