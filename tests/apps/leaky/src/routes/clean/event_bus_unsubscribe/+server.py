from lib.server.clean.event_bus_unsubscribe import use


async def GET(event):
    return {"ok": str(use(event))}
