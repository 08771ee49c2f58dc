"""Requests without a server, for unit tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from lissome.server.fetch import Fetch
from lissome.server.hooks import Hooks
from lissome.server.request.event import RequestEvent
from lissome.server.request.state import RequestState
from lissome.server.runtime import Server
from lissome.url import parse_url


async def _nothing() -> dict[str, Any]:
    return {"type": "http.request", "body": b"", "more_body": False}


def make_state(href: str = "http://localhost/", *, headers: Mapping[str, str] | None = None) -> RequestState:
    """The state of a GET request."""
    raw = {name.encode(): value.encode() for name, value in (headers or {}).items()}
    scope = {"type": "http", "method": "GET", "headers": list(raw.items()), "client": ("203.0.113.7", 1)}
    return RequestState(scope, _nothing, parse_url(href), raw)


def make_event(state: RequestState | None = None) -> RequestEvent:
    """An event that cannot fetch."""
    return RequestEvent(state or make_state(), cast("Fetch", None))


class _Parts:
    """As much of a server as loads need."""

    fetch = None
    hooks = Hooks()


def make_server() -> Server:
    return cast("Server", _Parts())
