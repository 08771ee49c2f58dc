trailing_slash = "always"


async def load(event):
    return {
        "href": event.url.href,
        "relative": (await event.fetch("echo")).status_code,
        "up": (await event.fetch("../echo")).status_code,
    }
