from lissome import error, json, redirect


async def GET(event):
    if event.url.search_params.get("fail"):
        error(418, "teapot")
    if event.url.search_params.get("away"):
        redirect(303, "/about")
    return json({"ok": True, "query": event.url.search})


async def POST(event):
    return json({"got": await event.request.json()}, status=201)


async def DELETE(event):
    return None
