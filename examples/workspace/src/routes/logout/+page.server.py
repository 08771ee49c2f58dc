from typing import NoReturn

from lissome import RequestEvent, action, redirect

from lib.server import session
from lib.server.flash import set_flash


async def load(_: RequestEvent) -> dict[str, object]:
    """Nothing; but the browser has to ask, so that the guard can answer."""
    return {}


@action
async def default(event: RequestEvent) -> NoReturn:
    await session.sign_out(event)
    set_flash(event, "You are signed out.")
    redirect(303, "/login")
