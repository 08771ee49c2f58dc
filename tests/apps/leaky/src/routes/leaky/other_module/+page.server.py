from lib.server.leaks.other_module import get_theme, set_theme


async def load(event):
    return {"theme": get_theme()}


async def save(event):
    form = await event.request.form()
    set_theme(form["item"])


actions = {"default": save}
