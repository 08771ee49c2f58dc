"""Requests without a server, for unit tests."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, cast

from starlette.datastructures import FormData

from lissome.isolation.timeouts import Timeouts
from lissome.server.request.context import RequestContext
from lissome.server.request.event import RequestEvent
from lissome.server.request.incoming import IncomingRequest
from lissome.server.runtime import Runtime
from lissome.server.startup.hooks import Hooks
from lissome.settings import Settings
from lissome.url import parse_url


async def _nothing() -> dict[str, Any]:
    return {"type": "http.request", "body": b"", "more_body": False}


def make_context(
    href: str = "http://localhost/", *, headers: Mapping[str, str] | None = None
) -> RequestContext:
    """The context of a GET request; its runtime has as much as loads need."""
    raw = {name.encode(): value.encode() for name, value in (headers or {}).items()}
    scope = {"type": "http", "method": "GET", "headers": list(raw.items()), "client": ("203.0.113.7", 1)}
    request = IncomingRequest(scope, "GET", parse_url(href), raw)
    runtime = SimpleNamespace(
        show_failure=None,
        hooks=Hooks(),
        timeouts=Timeouts(),
        settings=Settings(),
        make_form=FormData,
        dev=False,
        app=None,
    )
    return RequestContext.of(cast("Runtime", runtime), request, _nothing)


def make_event(context: RequestContext | None = None) -> RequestEvent:
    """An event that cannot fetch."""
    return RequestEvent((context or make_context()).handle)
