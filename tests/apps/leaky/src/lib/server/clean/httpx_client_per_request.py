"""A client of the request, closed with it."""

import httpx


async def use(event):
    transport = httpx.MockTransport(lambda _: httpx.Response(200, text="ok"))
    client = await event.enter(
        httpx.AsyncClient(transport=transport, headers={"x-user": event.locals.user or ""})
    )
    return (await client.get("http://upstream.invalid/")).text
