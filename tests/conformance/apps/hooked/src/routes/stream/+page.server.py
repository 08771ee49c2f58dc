import asyncio


async def bad():
    await asyncio.sleep(0.03)
    raise RuntimeError("secret")


def load(event):
    return {"good": asyncio.sleep(0.01, "x"), "bad": bad()}
