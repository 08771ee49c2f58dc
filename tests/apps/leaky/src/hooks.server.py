"""Who it is stands in a cookie that the login page sets."""


async def handle(event, resolve):
    event.locals.user = event.cookies.get("user")
    return await resolve(event)
