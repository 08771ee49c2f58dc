from lib.server.clean.weak_by_event import basket


async def add(event):
    form = await event.request.form()
    basket(event).append(form.get("item"))
    return {"items": basket(event)}


actions = {"add": add}
