from lib.server.leaks.log_record_factory import use


async def GET(event):
    return {"ok": str(use(event))}
