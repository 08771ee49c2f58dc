from lissome import ServerLoadEvent, error, redirect

ITEMS = {"1": "one", "2": "two"}


async def load(event: ServerLoadEvent):
    if event.params["id"] == "old":
        redirect(308, "/items/1")
    title = ITEMS.get(event.params["id"])
    if title is None:
        error(404, f"no item {event.params['id']}", hint="try 1")
    return {"item": {"id": event.params["id"], "title": title}, "viewer": (await event.parent())["user"]}
