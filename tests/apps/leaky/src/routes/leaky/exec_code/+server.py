from lib.server.leaks.exec_code import use


async def GET(event):
    return {"ok": str(use(event))}
