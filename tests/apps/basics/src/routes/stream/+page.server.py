import asyncio


async def later(value, seconds):
    await asyncio.sleep(seconds)
    return value


async def broken():
    await asyncio.sleep(0.02)
    raise RuntimeError("the stream broke")


async def load(event):
    return {
        "now": "at once",
        "soon": later("soon", 0.05),
        "late": {"nested": later({"inner": later("inner", 0.1)}, 0.05)},
        "broken": broken(),
    }
