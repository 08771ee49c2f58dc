async def load(event):
    return {"parent": await event.parent()}
