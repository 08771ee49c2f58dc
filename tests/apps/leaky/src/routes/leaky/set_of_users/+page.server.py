from lib.server.leaks.set_of_users import arrive


async def load(event):
    return {"online": arrive(event.locals.user)}
