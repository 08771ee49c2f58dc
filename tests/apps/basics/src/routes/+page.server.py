from lissome import ActionEvent, PageServerLoadEvent, fail


async def load(event: PageServerLoadEvent):
    return {"greeting": "hello"}


async def greet(event: ActionEvent):
    form = await event.request.form()
    name = str(form.get("name", "")).strip()
    if not name:
        return fail(422, {"name": name, "error": "A name is needed"})
    return {"greeted": name}


async def sign_in(event: ActionEvent):
    form = await event.request.form()
    event.cookies.set("user", str(form["user"]))


actions = {"greet": greet, "sign_in": sign_in}
