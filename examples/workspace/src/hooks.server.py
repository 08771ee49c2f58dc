"""What happens to every request, in this order: security headers, who is it, how does it look.

Who may enter a folder of routes is said by the `guard.py` in it.
"""

import logging
import secrets
from collections.abc import AsyncIterator
from typing import Any

from lissome import CaughtError, Resolve, Response, sequence

from lib.server import auth, db, session
from lib.server.app import Event, Locals, State

# Locals is made for each request: event.locals
__all__ = ["Locals", "handle", "handle_error", "init"]

logger = logging.getLogger("workspace")

_SECURITY_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


async def init() -> AsyncIterator[State]:
    """Once in each worker: before the first request, and after the last one."""
    database = db.engine()
    await db.check(database)
    await auth.prepare()
    yield State(database)
    await db.close()


async def security_headers(event: Event, resolve: Resolve) -> Response:
    """The content security policy is set in vite.config.js, because its nonces belong to the page."""
    response = await resolve(event)
    for name, value in _SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    if event.url.protocol == "https:":
        response.headers.setdefault("strict-transport-security", "max-age=31536000")
    return response


async def authenticate(event: Event, resolve: Resolve) -> Response:
    """From here on `event.locals.user` says who it is, or None."""
    event.locals.user = await session.user_of(event)
    return await resolve(event)


async def appearance(event: Event, resolve: Resolve) -> Response:
    """Write theme and density into the document, so that the first paint is right."""
    user = event.locals.user
    theme, density = (user.theme, user.density) if user else ("system", "comfortable")

    def fill_in(html: str) -> str:
        return html.replace("%workspace.theme%", theme, 1).replace("%workspace.density%", density, 1)

    return await resolve(event, transform_page_chunk=fill_in)


handle = sequence(security_headers, authenticate, appearance)


def handle_error(caught: CaughtError) -> dict[str, Any]:
    """Surprises get a number, which the page shows and the log explains."""
    if caught.kind != "unknown":
        return {"message": caught.message}
    reference = secrets.token_hex(4)
    logger.error("%s failed [%s]", caught.event.label, reference, exc_info=caught.error)
    return {"message": "Something broke on our side.", "reference": reference}
