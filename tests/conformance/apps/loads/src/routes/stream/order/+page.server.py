import asyncio


async def load(event):
    return {
        "slow": asyncio.sleep(0.08, "slow"),
        "fast": asyncio.sleep(0.01, "fast"),
        "middle": asyncio.sleep(0.04, "middle"),
    }
