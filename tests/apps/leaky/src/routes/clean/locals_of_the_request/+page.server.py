from lib.server.clean.locals_of_the_request import Cart


async def load(event):
    cart = getattr(event.locals, "cart", None)
    return {"items": cart.items if cart else []}


async def add(event):
    form = await event.request.form()
    event.locals.cart = Cart().add(form.get("item"))
    return {"items": len(event.locals.cart.items)}


actions = {"add": add}
