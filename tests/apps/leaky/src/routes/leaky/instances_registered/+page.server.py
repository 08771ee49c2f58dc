from lib.server.leaks.instances_registered import Ticket


async def load(event):
    return {"owner": Ticket(event.locals.user).owner}
