import asyncio

from lib.server.gates import opened
from lib.server.point import Point


async def later(event):
    await opened(event)
    return {"word": "later", "point": Point(1, 2), "last": asyncio.sleep(0, "last")}


async def bad(event):
    await opened(event)
    raise RuntimeError("secret")


def load(event):
    return {"now": "now", "later": later(event), "bad": bad(event)}
