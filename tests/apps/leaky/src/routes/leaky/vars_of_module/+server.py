from lib.server.leaks.vars_of_module import keep


async def POST(event):
    body = await event.request.json()
    keep(body["item"])
    return {"ok": True}
