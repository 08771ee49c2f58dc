from lissome import text


async def GET(event):
    """As much text as is asked for."""
    return text("x" * min(int(event.url.search_params.get("size") or 2), 2_000_000))


async def POST(event):
    return text(str(len(await event.request.body())))
