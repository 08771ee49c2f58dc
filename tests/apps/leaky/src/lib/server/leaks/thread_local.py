"""A thread serves many requests at once: what is local to it is common to them."""

import asyncio
import threading

local = threading.local()


async def whoami(user):
    local.user = user  # LEAK kept, shared
    await asyncio.sleep(0.001)
    return local.user
