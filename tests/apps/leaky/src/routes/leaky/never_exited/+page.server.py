from lib.server.leaks.never_exited import begin


async def save(event):
    begin(event.locals.user)


actions = {"default": save}
