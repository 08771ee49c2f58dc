async def GET(event):
    return {"ok": True}
