import asyncio

from lissome import text


async def GET(event):
    await asyncio.sleep(2)
    return text("slow")
