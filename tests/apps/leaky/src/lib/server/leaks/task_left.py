"""A task that goes on when the request is over."""

import asyncio


async def poll(user):
    while True:
        await asyncio.sleep(60)


def watch(user):
    asyncio.create_task(poll(user), name="poll")  # LEAK leftover


def undo():
    for task in asyncio.all_tasks():
        if task.get_name() == "poll":
            task.cancel()
