"""Who is signed in: a random token in a cookie, whose hash is in the database."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import delete, select

from lib.server.app import CurrentUser, Event
from lib.server.models import LoginSession, User, now

COOKIE = "session"
LIFETIME = timedelta(days=14)


async def user_of(event: Event) -> CurrentUser | None:
    """Whoever the request's cookie belongs to."""
    token = event.cookies.get(COOKIE)
    if not token:
        return None
    query = (
        select(User)
        .join(LoginSession, LoginSession.user_id == User.id)
        .where(LoginSession.token_hash == _hash(token), LoginSession.expires_at > now())
    )
    async with event.app.sessions() as session:
        user = await session.scalar(query)
    return CurrentUser(user.id, user.name, user.email) if user else None


async def sign_in(event: Event, user_id: int) -> None:
    """Begin a session in this browser. The old one ends: no token outlives a sign-in."""
    await _end(event)
    token = secrets.token_urlsafe(32)
    async with event.app.sessions.begin() as session:
        await session.execute(delete(LoginSession).where(LoginSession.expires_at < now()))
        session.add(
            LoginSession(token_hash=_hash(token), user_id=user_id, expires_at=now() + LIFETIME)
        )
    _set_cookie(event, token, LIFETIME)


async def sign_out(event: Event) -> None:
    """End this browser's session."""
    await _end(event)
    _set_cookie(event, "", timedelta())


async def _end(event: Event) -> None:
    if token := event.cookies.get(COOKIE):
        async with event.app.sessions.begin() as session:
            await session.execute(
                delete(LoginSession).where(LoginSession.token_hash == _hash(token))
            )


def _set_cookie(event: Event, token: str, lifetime: timedelta) -> None:
    # Browsers refuse secure cookies on plain HTTP, which is how one tries an app at first.
    secure = event.url.protocol == "https:"
    event.cookies.set(COOKIE, token, max_age=int(lifetime.total_seconds()), secure=secure)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
