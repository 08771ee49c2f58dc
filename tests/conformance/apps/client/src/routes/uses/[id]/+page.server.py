from lib.server.visits import count


async def load(event):
    q = event.url.search_params.get("q")
    data = {"q": q, "inner": count(event, "inner")}
    if q == "parent":
        data["of"] = (await event.parent())["outer"]
    return data
