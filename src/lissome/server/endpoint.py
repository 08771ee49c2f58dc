"""`+server.py`: https://svelte.dev/docs/kit/routing#server"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable
from typing import Any, Final

from starlette.responses import Response

from lissome.errors import AppError, Redirect
from lissome.server.http.accept import negotiate
from lissome.server.request.event import RequestEvent
from lissome.server.request.state import RequestState
from lissome.server.responses import (
    BytesResponse,
    dump_json,
    method_not_allowed,
    raw_header,
    redirect_response,
    text,
)
from lissome.server.startup.nodes import Endpoint, ServerRoute

_ENDPOINT_ONLY: Final = frozenset({"PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"})
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS", "QUERY"})  # RFC 9110 section 9.2.1
_SHARED: Final = frozenset({"GET", "HEAD", "POST"})


def chooses_endpoint(state: RequestState, route: ServerRoute) -> bool:
    """Whether a route's endpoint answers, rather than the page beside it."""
    if route.endpoint is None:
        return False
    if route.page is None:
        return True
    if not _wants_endpoint(state):
        return False
    if state.method not in _SHARED:
        return True
    handlers = route.endpoint.handlers
    if state.method == "HEAD" and "HEAD" in handlers:
        return True
    wanted = "POST" if state.method == "POST" else "GET"
    return wanted in handlers or route.endpoint.fallback is not None


def _wants_endpoint(state: RequestState) -> bool:
    if state.method in _ENDPOINT_ONLY:
        return True
    if state.method == "POST" and state.header(b"x-sveltekit-action") == "true":
        return False
    return negotiate(state.header(b"accept") or "*/*", ("*", "text/html")) != "text/html"


async def render_endpoint(state: RequestState, event: RequestEvent, endpoint: Endpoint) -> Response:
    """Call the handler of the request's method.

    Raises:
        AppError: it returned something that is no response.
        Exception: whatever the handler raised, but for `Redirect`.
    """
    handler = endpoint.handler(state.method)
    if handler is None:
        return method_not_allowed(state.method, endpoint.allowed())
    try:
        result = handler(event)
        if not isinstance(result, Response) and inspect.isawaitable(result):
            result = await (result if state.method in _SAFE else _sheltered(state, result))
    except Redirect as to:
        return redirect_response(to.status, to.location)
    response = to_response(result, state)
    if (raw_header(response, b"content-type") or b"").startswith(b"text/event-stream"):
        # As adapter-node: proxies such as nginx hold responses back, and an event would come late.
        response.headers.setdefault("x-accel-buffering", "no")
    return response


async def _sheltered(state: RequestState, work: Awaitable[Any]) -> Any:
    """A handler that changes something is not stopped half-way because the client has left."""
    with state.shelter():
        return await work


def _own(response: Response) -> Response:
    """A copy with headers of its own.

    An app may make a response once and return it many times; cookies and what hooks add are one user's.
    """
    own = object.__new__(type(response))  # what copy.copy() comes to, at a fifth of its time
    own.__dict__.update(response.__dict__)
    own.raw_headers = list(response.raw_headers)
    own.__dict__.pop("_headers", None)  # Starlette's view of the old list
    return own


def _check_status(status: int, state: RequestState) -> None:
    """Refuse what is no final response (RFC 9110 section 15); the fetch standard's range, as with kit."""
    if not 200 <= status <= 599:
        msg = f"{state.method} of the endpoint {state.url.pathname} returned a response with status {status}"
        raise AppError(f"{msg}; it must be between 200 and 599")


def to_response(result: Any, state: RequestState) -> Response:
    """A handler may return a response, a text, bytes, or anything that is JSON.

    Raises:
        AppError: it is none of these.
    """
    if isinstance(result, Response):
        _check_status(result.status_code, state)
        return _own(result)
    if isinstance(result, str):
        return text(result)
    if isinstance(result, (bytes, bytearray, memoryview)):
        return Response(bytes(result), media_type="application/octet-stream")
    if result is None:
        msg = (
            f"{state.method} of the endpoint {state.url.pathname} returned nothing; return a Response, "
            "a str, bytes or something that is JSON (for an empty answer: Response(status_code=204))"
        )
        raise AppError(msg)
    try:
        body = dump_json(result)
    except TypeError as failure:
        msg = f"{state.method} of the endpoint {state.url.pathname} returned what is not JSON: {failure}"
        raise AppError(msg) from failure
    return BytesResponse(body, 200, [(b"content-type", b"application/json")])
