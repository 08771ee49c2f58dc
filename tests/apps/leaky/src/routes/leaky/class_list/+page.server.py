from lib.server.leaks.class_list import Basket


async def add(event):
    form = await event.request.form()
    return {"items": Basket().add(form.get("item")).items[-3:]}


actions = {"add": add}
