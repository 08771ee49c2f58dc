async def load(event):
    return {"path": event.params["path"]}
