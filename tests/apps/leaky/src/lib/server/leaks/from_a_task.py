"""A task writes; it works for the request all the same."""

import asyncio

SCORES = {}


async def score(user):
    SCORES[user] = 1  # LEAK kept, growth, shared


async def run(user):
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(score(user))
    return len(SCORES)
