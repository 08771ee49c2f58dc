from lib.server.leaks.task_left import watch


async def load(event):
    watch(event.locals.user)
    return {"watching": True}
