from lib.server.leaks.working_directory import go


async def GET(event):
    go()
    return {"ok": True}
