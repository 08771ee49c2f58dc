import asyncio

from lissome import error


async def known():
    await asyncio.sleep(0.01)
    error(402, "pay", code=7)


async def secret():
    await asyncio.sleep(0.03)
    raise RuntimeError("a secret")


def load(event):
    return {"known": known(), "secret": secret()}
