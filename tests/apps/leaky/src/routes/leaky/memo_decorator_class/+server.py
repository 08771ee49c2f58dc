from lib.server.leaks.memo_decorator_class import use


async def GET(event):
    return {"ok": str(use(event))}
