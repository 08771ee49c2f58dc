"""What all requests share, and what is known of each: `event.app` and `event.locals`."""

from dataclasses import dataclass

from lissome import RequestEvent, ServerLoadEvent, error
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker


@dataclass(frozen=True, slots=True)
class CurrentUser:
    """Whoever made the request."""

    id: int
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class State:
    """`event.app`: made by `init` in hooks.server.py, one for each worker."""

    engine: AsyncEngine
    sessions: async_sessionmaker[AsyncSession]


@dataclass(slots=True)
class Locals:
    """`event.locals`: new for each request."""

    user: CurrentUser | None = None


Event = RequestEvent[Locals, State]
LoadEvent = ServerLoadEvent[Locals, State]


def signed_in(event: Event) -> CurrentUser:
    """The user, in routes that a guard protects.

    Raises:
        HttpError: 401, should the guard ever be missing.
    """
    return event.locals.user or error(401, "Sign in to continue.")
