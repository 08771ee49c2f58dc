"""Passwords. Argon2 takes tens of milliseconds of CPU by design, so it runs in a thread."""

import asyncio
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


async def hash_password(password: str) -> str:
    """A salted argon2id hash."""
    return await asyncio.to_thread(_hasher().hash, password)


async def verify(password: str, password_hash: str | None) -> bool:
    """Whether they belong together. It takes as long without a hash: nobody learns who is here."""
    fits = await asyncio.to_thread(_fits, password, password_hash or _nobodys_hash())
    return fits and password_hash is not None


def _fits(password: str, password_hash: str) -> bool:
    try:
        return _hasher().verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobodys_hash() -> str:
    return _hasher().hash(secrets.token_hex())
