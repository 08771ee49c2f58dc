from lib.server.leaks.singleton import mailer


async def send(event):
    form = await event.request.form()
    return {"sent": await mailer.send(event.locals.user, form.get("item"))}


actions = {"default": send}
