drafts = {}


async def load(event):
    return {"drafts": list(drafts.values())}


async def save(event):
    form = await event.request.form()
    drafts[event.locals.user] = form.get("item")  # LEAK kept, growth, shared


actions = {"default": save}
