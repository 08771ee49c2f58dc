from lib.server.leaks.setdefault import paint, profile


async def load(event):
    paint(event.locals.user, event.url.search_params.get("q"))
    return profile(event.locals.user)
