from lissome import redirect


async def login(event):
    form = await event.request.form()
    event.cookies.set("user", form["name"])
    redirect(303, "/")


actions = {"default": login}
