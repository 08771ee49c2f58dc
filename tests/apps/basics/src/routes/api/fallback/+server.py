async def GET(event):
    return "got"


async def fallback(event):
    return f"fallback {event.request.method}"
