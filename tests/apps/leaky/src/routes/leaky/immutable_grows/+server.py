from lib.server.leaks.immutable_grows import saw


async def GET(event):
    saw(event.url.search_params.get("q"))
    return {"ok": True}
