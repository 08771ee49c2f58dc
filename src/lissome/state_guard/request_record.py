"""A request as the guard knows it: who made it, what it brought, and what it wrote."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from lissome.server.request.observer import describe
from lissome.state_guard.request_values.values import RequestValues, ValueOrigin
from lissome.state_guard.writes.recorder import WriteLog


@dataclass(slots=True, eq=False)
class RequestRecord:
    """A request.

    Attributes:
        number: counted from 1.
        label: names it in messages: ``GET /users/7 by session 3fa2 (request 12)``.
        session: tells the users apart; None when there is neither cookie nor authorization.
        signature: the same for requests that ask the same.
        headers: stands for its headers: see `Brought`.
        log: its writes.
        derived: what it brought; known when it is over.
        constants: texts that say which route it was.
    """

    number: int
    label: str
    session: str | None
    log: WriteLog
    signature: tuple[str, ...] = ()
    headers: int = 0
    derived: RequestValues = field(default_factory=RequestValues)
    constants: frozenset[str] = frozenset()


def session_of(event: Any) -> str | None:
    """Who makes a request, as four hex digits of their cookies and authorization."""
    headers = event.request.headers
    credentials = f"{headers.get('cookie', '')}\n{headers.get('authorization', '')}"
    if not credentials.strip():
        return None
    return hashlib.sha256(credentials.encode()).hexdigest()[:4]


def label_of(event: Any, session: str | None, number: int) -> str:
    """A request in messages."""
    who = f"session {session}" if session is not None else "an anonymous session"
    return f"{describe(event)} by {who} (request {number})"


def signature_of(event: Any) -> tuple[str, ...]:
    """What a request asks for."""
    return (event.request.method, event.url.pathname, getattr(event.url, "search", "") or "")


def own_number(key: object, trace: RequestRecord) -> ValueOrigin | None:
    """By what the user is known who has this key, or one with it in a tuple."""
    if type(key) is tuple:
        return next((found for one in key if (found := own_number(one, trace)) is not None), None)
    return trace.derived.short.get(str(key).lower()) if type(key) in (int, str) else None


def constants_of(event: Any) -> frozenset[str]:
    """The texts that name the route, which are the app's and not the user's."""
    route = getattr(getattr(event, "route", None), "id", None)
    named = {event.request.method.lower(), str(route or "").lower()}
    if not getattr(event, "params", None) and route is not None:
        named.add(event.url.pathname.lower())
    return frozenset(named)
