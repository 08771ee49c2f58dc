trailing_slash = "always"


async def load(event):
    return {"pathname": event.url.pathname}
