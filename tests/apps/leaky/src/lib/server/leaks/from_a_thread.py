"""A thread writes; it works for the request all the same."""

import anyio

RESULTS = {}


def compute(user):
    RESULTS[user] = len(user or "")  # LEAK kept, growth, shared


async def run(user):
    await anyio.to_thread.run_sync(compute, user)
    return len(RESULTS)
