from lib.server.gates import opened


async def load(event):
    await opened(event)
    return {"slow": True}
