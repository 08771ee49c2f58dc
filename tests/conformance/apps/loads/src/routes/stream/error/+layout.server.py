import asyncio


def load(event):
    return {"layout": asyncio.sleep(0.01, "from the layout")}
