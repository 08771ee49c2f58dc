"""One request from its ASGI scope to its end: it is answered, the answer is sent, and what belongs to it
ends.

The order of the end: tasks of loads and streamed values, tasks of the app, clean-ups in reverse order,
    uploaded
files; then the observer is told, and the event is unusable.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

import httpx
from starlette.requests import ClientDisconnect
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from lissome.errors import FrameworkError
from lissome.isolation.receive import Receive
from lissome.isolation.request_watchdog import SlowRequestMonitor
from lissome.server.request.body_limit import limit_body
from lissome.server.request.context import RequestContext
from lissome.server.request.event import enter_event, leave_event
from lissome.server.request.incoming import IncomingRequest, Scope, read_request, sent_path
from lissome.server.request.observer import tell_end
from lissome.server.respond import respond
from lissome.server.responses import BytesResponse, bare, static_error_page
from lissome.server.runtime import Runtime
from lissome.url import URL

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

# Responses whose whole body is there, and which read nothing of the request.
_WHOLE: Final = frozenset({BytesResponse, Response, HTMLResponse, JSONResponse, PlainTextResponse})

_START: Final = "http.response.start"
_BODY: Final = "http.response.body"
_FILE: Final = "http.response.pathsend"  # an ASGI extension: the server sends a file


async def serve(
    runtime: Runtime, scope: Scope, receive: Receive, send: Send, monitor: SlowRequestMonitor
) -> None:
    """Serve a request of a client."""
    if runtime.static is not None:
        file = runtime.static.find(sent_path(scope))
        if file is not None:
            await runtime.static.respond(file, scope, receive, send)  # type: ignore[arg-type]
            return
    request = read_request(scope, proxies=runtime.proxies, origin=runtime.manifest.paths.origin)
    if request is None:
        await bare("Bad Request", 400)(scope, receive, send)  # type: ignore[arg-type]
        return
    if request.method not in ("GET", "HEAD"):
        receive = limit_body(request, receive, runtime.settings.body_size_limit)
    await _serve(RequestContext(runtime, request, receive), send, monitor)


async def _serve(context: RequestContext, send: Send, monitor: SlowRequestMonitor) -> None:
    lifetime = context.lifetime
    token = enter_event(context)
    lifetime.task = asyncio.current_task()
    monitor.add(lifetime)
    try:
        response = await respond(context)
        is_whole = type(response) in _WHOLE and response.background is None
        if is_whole and context.request.method != "HEAD":
            lifetime.is_responding = lifetime.is_shielded = True  # it is as good as sent
            await send({"type": _START, "status": response.status_code, "headers": response.raw_headers})
            await send({"type": _BODY, "body": response.body})
        else:
            await _send(context, response, send)
    except ClientDisconnect:
        await _send_last_word(context, send)
    except asyncio.CancelledError:
        if not lifetime.was_cancelled_by_watchdog():
            raise
        await _send_last_word(context, send)
    except Exception as failure:
        lifetime.failed(failure)  # in the middle of a streamed body
        raise
    finally:
        monitor.discard(lifetime)
        try:
            await context.end()
        finally:
            if context.is_observed and context.runtime.observer is not None:
                tell_end(context.runtime.observer, context.event)
            context.close()
            leave_event(token)


async def _send_last_word(context: RequestContext, send: Send) -> None:
    """Answer a request that was cancelled before its response began.

    granian also reports a disconnect when a request's body is truncated while the client still reads. Without
    an answer here it would send a 500 of its own.
    """
    if context.lifetime.is_responding:
        return
    if context.lifetime.receive.is_disconnected:
        with contextlib.suppress(OSError):
            await _send(context, bare("Bad Request", 400), send)
    else:  # its error page has timed out too
        await _send(context, static_error_page(context.runtime.manifest, 503, "Service Unavailable"), send)


async def _send(context: RequestContext, response: Response, send: Send) -> None:
    if context.request.method == "HEAD":
        send = _without_body(send)
    lifetime = context.lifetime
    lifetime.is_responding = True

    async def shield_the_end(message: MutableMapping[str, Any]) -> None:
        if message["type"] in (_BODY, _FILE) and not message.get("more_body", False):
            lifetime.is_shielded = True
        await send(message)

    await response(context.request.scope, lifetime.receive, shield_the_end)  # type: ignore[arg-type]


def _without_body(send: Send) -> Send:
    """Return a `send` for HEAD: the headers of the answer to GET, and no body (RFC 9110 section 9.3.2)."""

    async def head(message: MutableMapping[str, Any]) -> None:
        if message["type"] == _BODY:
            message = {**message, "body": b""}
        await send(message)

    return head


async def serve_subrequest(outer: RequestContext, scope: dict[str, Any], body: bytes) -> httpx.Response:
    """Serve a request that `event.fetch` makes to the app itself, static files included.

    It has an event and a lifetime of its own, which end when its answer has been read. Its timeout, and the
    disconnect of the client, are those of the outer request: it runs in that one's task.
    """
    static = outer.runtime.static
    file = static.find(sent_path(scope)) if static is not None else None
    if static is not None and file is not None and scope["method"] in ("GET", "HEAD"):

        async def send_file(scope: Any, receive: Any, send: Any) -> None:
            await static.respond(file, scope, receive, send)

        return await read_whole(send_file, scope)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    context = RequestContext(outer.runtime, _subrequest(outer, scope), receive)
    token = enter_event(context)
    try:
        try:
            response = await respond(context)
        except FrameworkError as failure:
            response = static_error_page(outer.runtime.manifest, failure.status, failure.text)
        return await read_whole(response, scope)
    except Exception as failure:
        context.lifetime.failed(failure)
        raise
    finally:
        try:
            await context.end()
        finally:
            context.close()
            leave_event(token)


def _subrequest(outer: RequestContext, scope: dict[str, Any]) -> IncomingRequest:
    headers = dict(scope["headers"])
    url = URL(
        f"{scope['scheme']}://{headers[b'host'].decode()}",
        scope["raw_path"].decode(),
        f"?{scope['query_string'].decode()}" if scope["query_string"] else "",
    )
    return IncomingRequest(scope, scope["method"], url, headers, outer.request.depth + 1)


async def read_whole(response: Callable[..., Awaitable[None]], scope: dict[str, Any]) -> httpx.Response:
    """Run an ASGI application, such as a response, and return its whole answer."""
    status = 500
    headers: list[tuple[bytes, bytes]] = []
    body = bytearray()

    async def receive() -> dict[str, Any]:
        disconnect: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        return await disconnect  # never comes: this client waits for its answer

    async def send(message: Any) -> None:
        nonlocal status, headers
        if message["type"] == _START:
            status, headers = message["status"], list(message["headers"])
        elif message["type"] == _BODY:
            body.extend(message.get("body", b""))

    await response(scope, receive, send)
    return httpx.Response(status, headers=headers, content=bytes(body), extensions={"internal": True})
