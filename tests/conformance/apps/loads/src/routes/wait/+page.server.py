import asyncio


async def load(event):
    await asyncio.sleep(0.02)
    return {"waited": event.url.search_params.get("n")}
