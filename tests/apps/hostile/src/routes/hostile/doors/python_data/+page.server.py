async def load(event):
    return {"count": int(event.url.search_params.get("size") or 40)}
