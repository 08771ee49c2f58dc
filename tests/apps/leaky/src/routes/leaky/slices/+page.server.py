from lib.server.leaks.slices import publish


async def add(event):
    form = await event.request.form()
    publish(form.get("item"))


actions = {"add": add}
