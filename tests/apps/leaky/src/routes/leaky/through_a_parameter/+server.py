from lib.server.leaks.through_a_parameter import saw


async def POST(event):
    form = await event.request.form()
    saw(form.get("item"))
    return {"ok": True}
