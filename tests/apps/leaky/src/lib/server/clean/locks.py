"""Locks and semaphores that requests wait for, and release."""

import asyncio

lock = asyncio.Lock()
slots = asyncio.Semaphore(2)


async def alone(user):
    async with slots, lock:
        await asyncio.sleep(0.001)
        return user
