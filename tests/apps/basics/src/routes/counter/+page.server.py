from lissome import redirect


async def load(event):
    return {"count": int(event.cookies.get("count") or 0)}


async def add(event):
    form = await event.request.form()
    count = int(event.cookies.get("count") or 0) + int(str(form.get("by", "1")))
    event.cookies.set("count", str(count))
    return {"count": count}


async def reset(event):
    event.cookies.delete("count")
    redirect(303, "/counter")


actions = {"add": add, "reset": reset}
