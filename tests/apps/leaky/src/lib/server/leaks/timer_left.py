"""A timer that fires when the request is long over."""

import asyncio


def remind(user):
    """Nobody would know for whom."""


def later(user):
    asyncio.get_running_loop().call_later(3600, remind, user)  # LEAK leftover
