import asyncio


def load(event):
    return {"fn": asyncio.sleep(0.01, lambda: 1)}
