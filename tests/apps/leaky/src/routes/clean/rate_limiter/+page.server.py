import time

from lib.server.clean.rate_limiter import allow


async def sign_in(event):
    return {"allowed": allow(event.locals.user, time.monotonic())}


actions = {"default": sign_in}
