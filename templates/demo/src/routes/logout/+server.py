from typing import NoReturn

from lissome import redirect

from lib.server import sessions
from lib.server.app import Event


async def POST(event: Event) -> NoReturn:
    """An endpoint and no action: the browser loads the next page anew, and forgets the old one."""
    await sessions.sign_out(event)
    redirect(303, "/")
