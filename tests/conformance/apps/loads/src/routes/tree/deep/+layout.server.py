from lib.server.fall import fall


async def load(event):
    await fall(event.url, "deep")
    return {"deep": True}
