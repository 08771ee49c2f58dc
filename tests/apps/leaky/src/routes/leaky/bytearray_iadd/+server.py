from lib.server.leaks.bytearray_iadd import use


async def GET(event):
    return {"ok": str(use(event))}
