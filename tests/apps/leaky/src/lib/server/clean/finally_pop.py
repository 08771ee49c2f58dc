"""Who is being served, while being served."""

import asyncio

ACTIVE = {}


async def serve(event, user):
    ACTIVE[id(event)] = user
    try:
        await asyncio.sleep(0.001)
        return f"served {ACTIVE[id(event)]}"
    finally:
        ACTIVE.pop(id(event))
