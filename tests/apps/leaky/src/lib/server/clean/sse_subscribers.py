"""Queues of streams, removed in `finally`."""

import asyncio

subscribers = {}


async def stream(user):
    queue = asyncio.Queue()
    subscribers.setdefault(user, set()).add(queue)
    try:
        for number in range(2):
            queue.put_nowait(f"{user} {number}\n")
            yield (await queue.get()).encode()
    finally:
        subscribers[user].discard(queue)
        if not subscribers[user]:
            del subscribers[user]
