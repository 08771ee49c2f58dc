"""A context variable that each request sets for itself."""

import asyncio
from contextvars import ContextVar

user = ContextVar("user", default=None)


async def greet():
    await asyncio.sleep(0.001)
    return f"Hello, {user.get()}"
