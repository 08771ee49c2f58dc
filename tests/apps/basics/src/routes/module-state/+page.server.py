async def load(event):
    return {"name": event.url.search_params.get("name") or "nobody"}
