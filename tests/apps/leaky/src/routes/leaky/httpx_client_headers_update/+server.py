from lib.server.leaks.httpx_client_headers_update import use


async def GET(event):
    return {"ok": str(await use(event))}
