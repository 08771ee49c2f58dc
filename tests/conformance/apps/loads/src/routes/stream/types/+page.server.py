import asyncio
from datetime import UTC, datetime


def load(event):
    return {
        "date": asyncio.sleep(0.01, datetime(1970, 1, 1, tzinfo=UTC)),
        "set": asyncio.sleep(0.03, {1, 2}),
        "nothing": asyncio.sleep(0.05, None),
        "big": asyncio.sleep(0.07, 2**70),
    }
