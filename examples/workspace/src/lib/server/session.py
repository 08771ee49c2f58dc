"""The browser's side of a session: the cookie that carries its token."""

from datetime import timedelta

from lissome import RequestEvent, error

from lib.server import auth
from lib.server.auth import CurrentUser

COOKIE = "workspace_session"


async def sign_in(event: RequestEvent, user_id: int) -> None:
    """Start a session in this browser. The old one ends, so a token never outlives a sign-in."""
    await _end_current(event)
    _set_cookie(event, await auth.create_session(user_id), auth.LIFETIME)


async def sign_out(event: RequestEvent) -> None:
    """End this browser's session."""
    await _end_current(event)
    _set_cookie(event, "", timedelta(0))


async def user_of(event: RequestEvent) -> CurrentUser | None:
    """Whoever the request's cookie belongs to."""
    token = event.cookies.get(COOKIE)
    return await auth.find_user(token) if token else None


def require_user(event: RequestEvent) -> CurrentUser:
    """The signed-in user, in routes that hooks.server.py guards.

    Raises:
        HttpError: 401, should the guard ever be missing.
    """
    user: CurrentUser | None = event.locals.user
    if user is None:
        error(401, "Sign in to continue.")
    return user


async def _end_current(event: RequestEvent) -> None:
    token = event.cookies.get(COOKIE)
    if token:
        await auth.end_session(token)


def _set_cookie(event: RequestEvent, token: str, lifetime: timedelta) -> None:
    # A browser refuses secure cookies on plain HTTP, which is how one tries the demo in a local network.
    secure = event.url.protocol == "https:"
    event.cookies.set(COOKIE, token, max_age=int(lifetime.total_seconds()), secure=secure)
