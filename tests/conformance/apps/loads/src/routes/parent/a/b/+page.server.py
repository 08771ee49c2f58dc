async def load(event):
    parent = await event.parent()
    return {"sum": parent["one"] + parent["two"]}
