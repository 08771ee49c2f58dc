from lib.server.leaks.through_an_alias import first, second


async def GET(event):
    first(event.url.search_params.get("q"))
    second(event.locals.user)
    return {"ok": True}
