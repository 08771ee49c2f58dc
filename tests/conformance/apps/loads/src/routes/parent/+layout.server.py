async def load(event):
    return {"one": 1, "shared": "layout", "from": list(await event.parent())}
