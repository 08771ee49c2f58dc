from lib.server.clean.metrics_by_route import use


async def GET(event):
    return {"ok": str(use(event))}
