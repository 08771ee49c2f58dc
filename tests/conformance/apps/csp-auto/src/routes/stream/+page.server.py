import asyncio


def load(event):
    return {"late": asyncio.sleep(0.01, "late")}
