"""Who it is stands in a cookie that the login page sets. What `init` makes is clean: requests only use it."""

from lib.server.clean import logging_from_init, pool_from_init
from lib.server.leaks import in_the_hook


async def init():
    await pool_from_init.open_pool()
    logging_from_init.set_up()
    yield
    logging_from_init.tear_down()
    pool_from_init.close_pool()


async def handle(event, resolve):
    event.locals.user = event.cookies.get("user")
    event.locals.account = None
    if event.route.id == "/leaky/in_the_hook":
        in_the_hook.log(event)
    return await resolve(event)
