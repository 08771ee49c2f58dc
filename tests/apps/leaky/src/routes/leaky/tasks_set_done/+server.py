from lib.server.leaks.tasks_set_done import use


async def GET(event):
    return {"ok": str(await use(event))}
