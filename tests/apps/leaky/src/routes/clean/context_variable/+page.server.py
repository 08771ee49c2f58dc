from lib.server.clean.context_variable import greet, user


async def load(event):
    token = user.set(event.locals.user)
    try:
        return {"greeting": await greet()}
    finally:
        user.reset(token)
