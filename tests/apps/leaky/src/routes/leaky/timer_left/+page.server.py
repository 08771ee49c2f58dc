from lib.server.leaks.timer_left import later


async def remind(event):
    later(event.locals.user)


actions = {"remind": remind}
