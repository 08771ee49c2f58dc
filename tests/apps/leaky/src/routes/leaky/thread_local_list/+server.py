from lib.server.leaks.thread_local_list import use


async def GET(event):
    return {"ok": str(use(event))}
