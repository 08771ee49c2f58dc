"""Written while the page is streaming: the headers are sent long ago."""

import asyncio

SLOW = []


async def slowly(user):
    await asyncio.sleep(0.005)
    SLOW.append(user)  # LEAK kept, growth, shared
    return len(SLOW)
