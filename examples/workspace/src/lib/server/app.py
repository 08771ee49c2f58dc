"""What all requests share, and what is known of each: the types of `event.app` and `event.locals`."""

from dataclasses import dataclass

from lissome import RequestEvent, ServerLoadEvent
from sqlalchemy.ext.asyncio import AsyncEngine

from lib.server.auth import CurrentUser


@dataclass(frozen=True, slots=True)
class State:
    """`event.app`: opened by `init` in hooks.server.py, closed when the worker ends."""

    database: AsyncEngine


@dataclass(slots=True)
class Locals:
    """`event.locals`: new for each request."""

    user: CurrentUser | None = None


Event = RequestEvent[Locals, State]
LoadEvent = ServerLoadEvent[Locals, State]
