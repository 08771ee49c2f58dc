from lissome import error


async def default(event):
    form = await event.request.form()
    if form.get("explode"):
        error(400, "the action refused")
    return {"echo": dict(form)}


actions = {"default": default}
