import asyncio


def load(event):
    return {"now": 1, "later": asyncio.sleep(0.01, "<late>")}
