"""The kind of a request: page, data, action or endpoint. Each has its own form of redirects and errors."""

from __future__ import annotations

from enum import Enum, auto
from typing import Final

from lissome.server.http.accept import preferred_type
from lissome.server.request.incoming import IncomingRequest
from lissome.server.startup.routes import ServerRoute

_ENDPOINT_METHODS: Final = frozenset({"PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"})
_SHARED_METHODS: Final = frozenset({"GET", "HEAD", "POST"})


class RequestKind(Enum):
    """The kinds of requests."""

    PAGE = auto()  # a page's HTML, forms without JavaScript included
    DATA = auto()  # a page's `__data.json`, from kit's client
    ACTION = auto()  # a form action's result as JSON, from kit's client
    ENDPOINT = auto()  # a `+server.py`


def kind_of(request: IncomingRequest, route: ServerRoute | None, *, is_data: bool) -> RequestKind:
    """Return the kind of a request whose route is known."""
    if is_data:
        return RequestKind.DATA
    if route is None:
        return RequestKind.PAGE
    if uses_endpoint(request, route):
        return RequestKind.ENDPOINT
    return RequestKind.ACTION if is_action_json_request(request) else RequestKind.PAGE


def is_action_json_request(request: IncomingRequest) -> bool:
    """True if kit's client posts a form and wants the action's result as JSON."""
    if request.method != "POST":
        return False
    accept = request.header(b"accept")
    offers = ("application/json", "text/html")
    return preferred_type("*/*" if accept is None else accept, offers) == "application/json"


def uses_endpoint(request: IncomingRequest, route: ServerRoute) -> bool:
    """True if the route's endpoint answers, not the page beside it."""
    if route.endpoint is None:
        return False
    if route.page is None:
        return True
    if not _prefers_endpoint(request):
        return False
    if request.method not in _SHARED_METHODS:
        return True
    handlers = route.endpoint.handlers
    if request.method == "HEAD" and "HEAD" in handlers:
        return True
    wanted = "POST" if request.method == "POST" else "GET"
    return wanted in handlers or route.endpoint.fallback is not None


def _prefers_endpoint(request: IncomingRequest) -> bool:
    if request.method in _ENDPOINT_METHODS:
        return True
    if request.method == "POST" and request.header(b"x-sveltekit-action") == "true":
        return False
    return preferred_type(request.header(b"accept") or "*/*", ("*", "text/html")) != "text/html"


def accepts_json(request: IncomingRequest) -> bool:
    """True if an error is better answered with JSON than with HTML."""
    accept = request.header(b"accept") or "text/html"
    return preferred_type(accept, ("application/json", "text/html")) == "application/json"
