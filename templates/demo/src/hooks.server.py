"""What happens to every request. Who may enter a folder of routes is up to its `guard.py`."""

import logging
import secrets
from collections.abc import AsyncIterator
from typing import Any

from lissome import CaughtError, Resolve, Response
from sqlalchemy.ext.asyncio import async_sessionmaker

from lib.server import db, sessions
from lib.server.app import Event, Locals, State
from lib.server.env import env

__all__ = ["Locals", "handle", "handle_error", "init"]

logger = logging.getLogger("my-app")


async def init() -> AsyncIterator[State]:
    """Once in each worker: before the first request, and after the last one."""
    engine = db.open_database(env.database_url)
    try:
        await db.check(engine)
        yield State(engine, async_sessionmaker(engine, expire_on_commit=False))
    finally:
        await engine.dispose()


async def handle(event: Event, resolve: Resolve) -> Response:
    """From here on `event.locals.user` says who it is, or None."""
    event.locals.user = await sessions.user_of(event)
    return await resolve(event)


def handle_error(caught: CaughtError) -> dict[str, Any]:
    """Decide what the page says of an error. A surprise gets a number, which the log has too."""
    if caught.kind != "unknown":
        return {"message": caught.message}
    reference = secrets.token_hex(4)
    logger.error("%s failed [%s]", caught.event.label, reference, exc_info=caught.error)
    return {"message": "Something broke on our side.", "reference": reference}
