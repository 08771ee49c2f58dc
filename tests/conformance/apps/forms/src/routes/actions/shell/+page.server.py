from lissome import fail


def load(event):
    return {"loaded": True}


async def default(event):
    return {"ok": 1} if (await event.request.form()).get("ok") else fail(400, {"ok": 0})


actions = {"default": default}
