import asyncio


async def outer():
    await asyncio.sleep(0.01)
    return {"name": "outer", "inner": asyncio.sleep(0.03, {"name": "inner"})}


def load(event):
    return {"outer": outer(), "deep": {"list": [asyncio.sleep(0.02, "in a list")]}}
