async def one(event):
    return {"one": (await event.request.form()).get("a")}


def two(event):
    return {"two": event.url.search}


actions = {"one": one, "two": two}
