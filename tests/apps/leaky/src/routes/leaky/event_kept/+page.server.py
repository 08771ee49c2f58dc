from lib.server.leaks.event_kept import saw


async def load(event):
    saw(event)
    return {"ok": True}
