"""The classic: who it is, in a global variable, and an await between writing and reading."""

import asyncio

current_user = None


async def greet(user):
    global current_user
    current_user = user  # LEAK kept, shared
    await asyncio.sleep(0.001)
    return f"Hello, {current_user}"
