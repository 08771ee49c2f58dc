from lib.server.clean.semaphore_per_route import use


async def GET(event):
    return {"ok": str(await use(event))}
