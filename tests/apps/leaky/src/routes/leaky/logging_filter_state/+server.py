from lib.server.leaks.logging_filter_state import use


async def GET(event):
    return {"ok": str(use(event))}
