from lib.server.clean.httpx_client_per_request import use


async def GET(event):
    return {"ok": str(await use(event))}
