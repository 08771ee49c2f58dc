from lib.server.leaks.text_buffer import write


async def POST(event):
    write((await event.request.body()).decode())
    return {"ok": True}
