async def load(event):
    return {"from": "server"}
