"""A timer that sets itself again and again."""

import asyncio


def tick(user):
    asyncio.get_running_loop().call_later(0.05, tick, user)  # LEAK leftover
