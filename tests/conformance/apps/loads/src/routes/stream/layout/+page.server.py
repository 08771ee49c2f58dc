import asyncio


def load(event):
    return {"page": asyncio.sleep(0.01, "page")}
