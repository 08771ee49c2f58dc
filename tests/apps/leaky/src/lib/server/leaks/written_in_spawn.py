"""Written by a spawned task."""

import asyncio

from lib.server.accounts import account_of

SENT = {}


async def send(account):
    await asyncio.sleep(0)
    SENT[account.email] = True  # LEAK kept, growth, shared


def use(event):
    event.spawn(send(account_of(event)))
    return True
