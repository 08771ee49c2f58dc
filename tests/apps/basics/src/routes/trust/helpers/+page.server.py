"""What a load calls may ask for the request it works for, in tasks too."""

import asyncio

from lissome import get_request_event


async def user_of_request():
    await asyncio.sleep(0.001)
    return get_request_event().url.search_params.get("user")


async def load(event):
    event.set_headers({"x-helper": "yes", "cache-control": "max-age=5"})
    event.cookies.set("visited", event.url.pathname)
    direct, in_a_task = await asyncio.gather(user_of_request(), asyncio.create_task(user_of_request()))
    response = await event.fetch("/trust/echo", headers={"x-own": "1"})
    return {"direct": direct, "task": in_a_task, "echo": response.json(), "later": user_of_request()}
