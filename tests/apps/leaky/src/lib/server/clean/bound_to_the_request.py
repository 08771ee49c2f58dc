"""What is opened through the event ends with it."""

import asyncio
import tempfile
from contextlib import asynccontextmanager

OPEN = set()


@asynccontextmanager
async def lease(name):
    OPEN.add(name)
    try:
        yield name
    finally:
        OPEN.discard(name)


async def watch(user):
    await asyncio.sleep(0.001)
    return user


async def profile(user):
    await asyncio.sleep(0)
    return {"name": user}


async def use(event):
    user = event.locals.user
    lease_of_user = await event.enter(lease(user))
    file = await event.enter(tempfile.TemporaryFile())
    file.write(str(user).encode())
    event.spawn(watch(user))
    event.defer(lambda: OPEN.discard(user))
    again = await event.once("profile", lambda: profile(user))
    return {"lease": lease_of_user, "profile": again}
