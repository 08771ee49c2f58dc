import asyncio

from lissome import get_request_event


async def whoami():
    await asyncio.sleep(0)
    event = get_request_event()
    return [event.url.pathname, event.locals.trail, event.route.id]


async def load(event):
    return {"me": await whoami()}
