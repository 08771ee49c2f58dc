import asyncio


def load(event):
    return {"layout": asyncio.sleep(0.04, "layout")}
