from lissome import RequestEvent, ServerLoadEvent, fail


async def load(event: ServerLoadEvent):
    return {"greeting": "hello"}


async def greet(event: RequestEvent):
    form = await event.request.form()
    name = str(form.get("name", "")).strip()
    if not name:
        return fail(422, {"name": name, "error": "A name is needed"})
    return {"greeted": name}


async def sign_in(event: RequestEvent):
    form = await event.request.form()
    event.cookies.set("user", str(form["user"]))


actions = {"greet": greet, "sign_in": sign_in}
