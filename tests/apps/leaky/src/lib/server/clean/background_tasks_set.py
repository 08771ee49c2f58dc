"""Tasks that remove themselves from the set."""

import asyncio

background = set()


async def notify(user):
    await asyncio.sleep(0)
    return user


async def use(event):
    task = asyncio.create_task(notify(event.locals.user))
    background.add(task)
    task.add_done_callback(background.discard)
    return await task
