"""A lock for each user; none is ever removed."""

import asyncio
from collections import defaultdict

LOCKS = defaultdict(asyncio.Lock)


async def use(event):
    async with LOCKS[event.locals.user]:  # LEAK kept, growth, shared
        return True
