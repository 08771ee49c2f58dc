"""Tasks that are done, and their results, kept."""

import asyncio

TASKS = []


async def work(user):
    return {"for": user}


async def use(event):
    task = asyncio.create_task(work(event.locals.user))
    TASKS.append(task)  # LEAK kept, growth, shared, event
    return (await task)["for"]
