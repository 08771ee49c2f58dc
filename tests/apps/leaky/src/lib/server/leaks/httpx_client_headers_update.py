"""One client; the first request's token is set as its default header."""

import httpx

client = httpx.AsyncClient()


async def use(event):
    client.headers.update({"authorization": f"Bearer {event.locals.user}"})  # LEAK kept, shared
    return len(client.headers)
