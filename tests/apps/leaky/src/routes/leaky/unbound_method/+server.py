from lib.server.leaks.unbound_method import saw


async def GET(event):
    saw(event.url.search_params.get("q"))
    return {"ok": True}
