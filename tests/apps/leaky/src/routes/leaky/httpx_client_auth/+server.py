from lib.server.leaks.httpx_client_auth import use


async def GET(event):
    return {"ok": str(use(event))}
