from lib.server.leaks.httpx_client_cookies import use


async def GET(event):
    return {"ok": str(use(event))}
