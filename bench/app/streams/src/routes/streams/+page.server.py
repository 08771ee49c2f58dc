"""A page that is never complete: its values come one by one, one fails, and the last one never comes."""

import asyncio
from random import uniform

from lib.server.held import connection, counted, held

TEXT = "Something to read. " * 40


async def later(number):
    with counted("values"):
        await asyncio.sleep(uniform(0, 2))  # noqa: S311 - no secret
        return {"number": number, "text": TEXT}


async def broken():
    with counted("values"):
        await asyncio.sleep(uniform(0, 1))  # noqa: S311 - no secret
        raise RuntimeError("on purpose")


async def never():
    with counted("values"):
        await asyncio.Event().wait()


async def background():
    with counted("tasks"):
        await asyncio.sleep(60)


def leave():
    held["deferred"] -= 1


async def load(event):
    await event.enter(connection())
    held["deferred"] += 1
    event.defer(leave)
    event.spawn(background())
    values = [later(number) for number in range(3)]
    return {"at_once": TEXT, "values": values, "broken": broken(), "never": never()}
