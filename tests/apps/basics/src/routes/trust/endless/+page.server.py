"""Streams a value that never comes."""

import asyncio

running = 0


async def never():
    global running
    running += 1
    try:
        await asyncio.Event().wait()
    finally:
        running -= 1


async def load(event):
    return {"never": never(), "running": running}
