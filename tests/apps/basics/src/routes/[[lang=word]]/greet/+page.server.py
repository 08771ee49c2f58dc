async def load(event):
    return {"lang": event.params.get("lang")}
