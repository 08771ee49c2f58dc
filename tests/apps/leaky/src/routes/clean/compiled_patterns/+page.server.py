from lib.server.clean.compiled_patterns import pattern


async def count(event):
    form = await event.request.form()
    return {"words": len(pattern("word").findall(form.get("item") or ""))}


actions = {"count": count}
