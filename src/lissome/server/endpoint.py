"""`+server.py`: https://svelte.dev/docs/kit/routing#server"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable
from types import NoneType
from typing import Any, Final

from starlette.responses import Response

from lissome.control import ActionFailure
from lissome.described import described
from lissome.errors import AppError, ControlFlow
from lissome.private_apis.starlette import copy_response
from lissome.server.reasons import method_not_allowed, there_are
from lissome.server.request.context import RequestContext
from lissome.server.responses import (
    BytesResponse,
    check_status,
    dump_json,
    raw_header,
    text,
)
from lissome.server.startup.routes import Endpoint

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "QUERY"})  # RFC 9110 section 9.2.1


async def render_endpoint(context: RequestContext, endpoint: Endpoint) -> Response:
    """Call the handler of the request's method.

    Raises:
        AppError: it returned something that cannot become a response.
        Exception: the handler's, `Redirect` included.
    """
    method = context.request.method
    context.lifetime.timeouts = endpoint.timeouts
    handler = endpoint.handler(method)
    if handler is None:
        allowed = endpoint.allowed()
        reason = f"{endpoint.file} has no function `{method}`; {there_are(allowed)}"
        return method_not_allowed(context, allowed, reason)
    result = handler(context.event)
    if not isinstance(result, Response) and inspect.isawaitable(result):
        result = await (result if method in SAFE_METHODS else _shielded(context, result))
    response = to_response(result, f"{method} in {endpoint.file}")
    if (raw_header(response, b"content-type") or b"").startswith(b"text/event-stream"):
        # As adapter-node: proxies such as nginx hold responses back, and an event would come late.
        response.headers.setdefault("x-accel-buffering", "no")
    return response


async def _shielded(context: RequestContext, work: Awaitable[Any]) -> Any:
    """Await a handler that changes something: a disconnect must not stop it half-way."""
    with context.lifetime.shielded():
        return await work


def _instead(result: object) -> str:
    """Return what to write instead of a value that another framework would take; ``""`` for others."""
    if isinstance(result, tuple) and _is_with_status(result):
        return "a status goes into the response: json(data, status=201) or Response(text, 201)"
    if isinstance(result, ActionFailure):
        return "fail() is for form actions; write json({…}, status=400)"
    if inspect.iscoroutine(result):
        result.close()  # or Python warns that nobody awaited it
        return "an `await` is missing"
    if inspect.isgenerator(result) or inspect.isasyncgen(result):
        return "write starlette.responses.StreamingResponse(rows()) to stream it"
    return ""


def _is_with_status(result: tuple[object, ...]) -> bool:
    """True for Flask's (body, status) and (body, status, headers)."""
    if len(result) not in (2, 3) or not isinstance(result[0], (str, bytes, dict, list, Response, NoneType)):
        return False
    status = result[1]
    return isinstance(status, int) and not isinstance(status, bool) and 100 <= status <= 599


def to_response(result: Any, handler: str) -> Response:
    """Return the response of what a handler returned: a response, a text, bytes, or anything that is JSON.

    Add a type of return value here.

    Args:
        handler: its name, for messages.

    Raises:
        AppError: it is none of these.
        ControlFlow: it is one: `return Redirect(…)`.
    """
    if isinstance(result, Response):
        check_status(result.status_code, handler)
        return copy_response(result)  # cookies and what hooks add are one user's
    if isinstance(result, ControlFlow):
        raise result.fresh()
    if isinstance(result, str):
        return text(result)
    if isinstance(result, (bytes, bytearray, memoryview)):
        return Response(bytes(result), media_type="application/octet-stream")
    if result is None:
        msg = (
            f"{handler} returned nothing; return a Response, a str, bytes or something that is JSON "
            "(for an empty answer: Response(status_code=204))"
        )
        raise AppError(msg)
    instead = "" if type(result) in (dict, list) else _instead(result)
    if instead:
        msg = f"{handler} returned {described(result)}; {instead}"
        raise AppError(msg)
    try:
        body = dump_json(result)
    except TypeError as failure:
        msg = f"{handler} returned a value that is not JSON: {failure}"
        raise AppError(msg) from failure
    return BytesResponse(body, 200, [(b"content-type", b"application/json")])
