from lib.server.leaks.mutable_mapping_class import use


async def GET(event):
    return {"ok": str(use(event))}
