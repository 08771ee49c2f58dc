"""`+server.py`: https://svelte.dev/docs/kit/routing#server"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable
from typing import Any, Final

from starlette.responses import Response

from lissome.server.handler_result import to_response
from lissome.server.reasons import method_not_allowed, there_are
from lissome.server.request.context import RequestContext
from lissome.server.request.json_body import fault_of_body
from lissome.server.request.trace import ENDPOINT
from lissome.server.responses import raw_header
from lissome.server.startup.routes import Endpoint

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "QUERY"})  # RFC 9110 section 9.2.1


async def render_endpoint(context: RequestContext, endpoint: Endpoint) -> Response:
    """Call the handler of the request's method.

    Raises:
        AppError: it returned something that cannot become a response.
        InputError: the handler parsed or validated the body, and let the failure pass.
        Exception: the handler's, `Redirect` included.
    """
    method = context.request.method
    context.lifetime.timeouts = endpoint.timeouts
    handler = endpoint.handler(method)
    if handler is None:
        allowed = endpoint.allowed()
        reason = f"{endpoint.file} has no function `{method}`; {there_are(allowed)}"
        return method_not_allowed(context, allowed, reason)
    if context.trace is not None:
        handler = context.trace.traced(ENDPOINT, endpoint.file, handler)
    try:
        result = handler(context.event)
        if not isinstance(result, Response) and inspect.isawaitable(result):
            result = await (result if method in SAFE_METHODS else _shielded(context, result))
    except ValueError as failure:  # of a parser or a model
        fault = fault_of_body(context.starlette_request, failure)
        if fault is None:
            raise
        raise fault from failure
    response = to_response(context, result, f"{method} in {endpoint.file}")
    if (raw_header(response, b"content-type") or b"").startswith(b"text/event-stream"):
        # As adapter-node: proxies such as nginx hold responses back, and an event would come late.
        response.headers.setdefault("x-accel-buffering", "no")
    return response


async def _shielded(context: RequestContext, work: Awaitable[Any]) -> Any:
    """Await a handler that changes something: a disconnect must not stop it half-way."""
    with context.lifetime.shielded():
        return await work
