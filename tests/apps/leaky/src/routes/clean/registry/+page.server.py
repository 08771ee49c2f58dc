from lib.server.clean.registry import HANDLERS, Shape


async def shout(event):
    form = await event.request.form()
    return {"text": HANDLERS["shout"](form.get("item")), "kinds": list(Shape.kinds)}


actions = {"shout": shout}
