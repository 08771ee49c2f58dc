from lib.server.leaks.module_list import record


async def add(event):
    form = await event.request.form()
    return {"last": record(event.locals.user, form.get("item"))}


actions = {"add": add}
