"""Accounts: passwords and sessions. Knows nothing of requests; `session` ties it to the browser's cookie.

A session is a random token. The database knows only the token's SHA-256, so reading the table is not enough
to become somebody.
"""

import asyncio
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import cast

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, select

from lib.server.db import transaction
from lib.server.models import LoginSession, User, now
from lib.server.views import Density, Role, Theme

LIFETIME = timedelta(days=14)
# "Last seen" is for people, not for logs: one write in this time is enough.
_SEEN_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class CurrentUser:
    """Whoever made the request: `event.locals.user`."""

    id: int
    name: str
    email: str
    title: str
    team: str
    role: Role
    theme: Theme
    density: Density


# Passwords. Argon2 takes tens of milliseconds of CPU by design, so it runs in a thread.


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()  # argon2id with the second parameter set of RFC 9106


@cache
def _nobodys_hash() -> str:
    """Verified against when there is no such account, so that the answer takes as long as for a real one."""
    return _hasher().hash(secrets.token_hex())


async def hash_password(password: str) -> str:
    """A salted argon2id hash."""
    return await asyncio.to_thread(_hasher().hash, password)


async def verify_password(password: str, password_hash: str | None) -> bool:
    """Whether the password belongs to the hash. Takes the same time when there is no hash."""
    matches = await asyncio.to_thread(_verify, password, password_hash or _nobodys_hash())
    return matches and password_hash is not None


def _verify(password: str, password_hash: str) -> bool:
    try:
        return _hasher().verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


async def prepare() -> None:
    """Make the hash that unknown accounts are checked against before the first of them comes."""
    await asyncio.to_thread(_nobodys_hash)


async def authenticate(email: str, password: str) -> int | None:
    """The id of the account, or None: which of the two was wrong is nobody's business."""
    async with transaction() as session:
        user = await session.scalar(select(User).where(User.email == email.strip().lower()))
    if not await verify_password(password, user.password_hash if user else None):
        return None
    return user.id if user and user.status != "paused" else None


# Sessions.


def _hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


async def create_session(user_id: int) -> str:
    """Open a session and return its token. Clears away those that ran out."""
    token = secrets.token_urlsafe(32)
    moment = now()
    async with transaction() as session:
        await session.execute(delete(LoginSession).where(LoginSession.expires_at < moment))
        session.add(
            LoginSession(token_hash=_hash_token(token), user_id=user_id, expires_at=moment + LIFETIME)
        )
        user = await session.get_one(User, user_id)
        user.last_seen_at = moment
        if user.status == "invited":
            user.status = "active"
    return token


async def find_user(token: str) -> CurrentUser | None:
    """Whose session this is, if it is one and has not run out."""
    async with transaction() as session:
        user = await session.scalar(
            select(User)
            .join(LoginSession, LoginSession.user_id == User.id)
            .where(LoginSession.token_hash == _hash_token(token), LoginSession.expires_at > now())
        )
        if user is None or user.status == "paused":
            return None
        _mark_seen(user, now())
        return _current(user)


def _mark_seen(user: User, moment: datetime) -> None:
    if user.last_seen_at is None or moment - user.last_seen_at > _SEEN_EVERY:
        user.last_seen_at = moment


def _current(user: User) -> CurrentUser:
    return CurrentUser(
        id=user.id,
        name=user.name,
        email=user.email,
        title=user.title,
        team=user.team,
        role=cast("Role", user.role),
        theme=cast("Theme", user.theme),
        density=cast("Density", user.density),
    )


async def end_session(token: str) -> None:
    """Forget one session."""
    async with transaction() as session:
        await session.execute(delete(LoginSession).where(LoginSession.token_hash == _hash_token(token)))


async def end_all_sessions(user_id: int) -> None:
    """Sign somebody out everywhere."""
    async with transaction() as session:
        await session.execute(delete(LoginSession).where(LoginSession.user_id == user_id))
