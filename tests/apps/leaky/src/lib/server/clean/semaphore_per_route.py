"""A semaphore for each kind of work."""

import asyncio
from collections import defaultdict

_limits = defaultdict(lambda: asyncio.Semaphore(4))


async def use(event):
    async with _limits["export"], _limits["import"]:
        return event.locals.user
