from lib.server.clean.background_tasks_set import use


async def GET(event):
    return {"ok": str(await use(event))}
