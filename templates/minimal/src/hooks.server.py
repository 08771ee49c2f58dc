"""What happens to every request."""

import logging
import secrets
from typing import Any

from lissome import CaughtError, Resolve, Response

from lib.server.app import Event, Locals

__all__ = ["Locals", "handle", "handle_error"]

logger = logging.getLogger("my-app")


async def handle(event: Event, resolve: Resolve) -> Response:
    """Find out who it is. A visitor may send any cookie, so it is text to show, and no proof."""
    if name := event.cookies.get("name"):
        event.locals.name = name[:40]
    return await resolve(event)


def handle_error(caught: CaughtError) -> dict[str, Any]:
    """Decide what the page says of an error. A surprise gets a number, which the log has too."""
    if caught.kind != "unknown":
        return {"message": caught.message}
    reference = secrets.token_hex(4)
    logger.error("%s failed [%s]", caught.event.label, reference, exc_info=caught.error)
    return {"message": "Something broke on our side.", "reference": reference}
