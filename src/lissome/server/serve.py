"""One request from its first step to its last: it is answered, the answer is sent, and what it was ends.

This is what an ASGI server's task runs. The order of the end: tasks of loads and streamed values, tasks of
the app, clean-ups in reverse order, uploaded files; then the observer is told, and the event is dead.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, MutableMapping
from typing import TYPE_CHECKING, Any, Final

import httpx
from starlette.requests import ClientDisconnect
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from lissome.errors import FrameworkError
from lissome.server.errors import static_error_page
from lissome.server.fetch import collect
from lissome.server.request.event import RequestEvent, enter_event, leave_event
from lissome.server.request.observer import tell_end
from lissome.server.request.state import RequestState
from lissome.server.respond import respond
from lissome.server.responses import BytesResponse, bare

if TYPE_CHECKING:
    from lissome.isolation.request_watchdog import Watchman
    from lissome.server.runtime import Server

# Responses that are there as a whole, and read nothing of the request.
_WHOLE: Final = frozenset({BytesResponse, Response, HTMLResponse, JSONResponse, PlainTextResponse})

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_START: Final = "http.response.start"
_BODY: Final = "http.response.body"
_FILE: Final = "http.response.pathsend"  # an extension of ASGI: the server sends a file, and that is all


async def serve(server: Server, state: RequestState, send: Send, watchman: Watchman) -> None:
    """Serve a request of a client."""
    event: RequestEvent = RequestEvent(state, server.fetch)
    token = enter_event(event)
    state.task = asyncio.current_task()
    watchman.begin(state)
    try:
        response = await respond(server, state, event)
        if type(response) in _WHOLE and response.background is None and state.method != "HEAD":
            state.is_waiting, state.is_sheltered = False, True  # it is as good as sent
            await _send_whole(response, send)
        else:
            await _send(state, response, send)
    except ClientDisconnect:
        await _refuse(server, state, send)
    except asyncio.CancelledError:
        if not state.was_struck():
            raise
        await _refuse(server, state, send)
    except Exception as failure:
        state.failed(failure)  # in the middle of a streamed body
        raise
    finally:
        watchman.end(state)
        try:
            if state.has_begun_anything:
                await state.end()
        finally:
            if state.observed and server.observer is not None:
                tell_end(server.observer, event)
            state.expire()
            leave_event(token)


async def _refuse(server: Server, state: RequestState, send: Send) -> None:
    """The answer to a request that was ended before it had one.

    A client that is gone does not hear it. But to the server a client is gone too whose body breaks off, and
    it may still listen; with no answer from us it would get a 500 from the server.
    """
    if not state.is_waiting:
        return
    if state.incoming.gone:
        with contextlib.suppress(OSError):
            await _send(state, bare("Bad Request", 400), send)
    else:  # its error page was overdue too
        await _send(state, static_error_page(server, 503, "Service Unavailable"), send)


async def _send(state: RequestState, response: Response, send: Send) -> None:
    if state.method == "HEAD":
        send = _without_body(send)
    state.is_waiting = False

    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] in (_BODY, _FILE) and not message.get("more_body", False):
            state.is_sheltered = True
        await send(message)

    await response(state.scope, state.incoming, sending)  # type: ignore[arg-type]


async def _send_whole(response: Response, send: Send) -> None:
    """What Starlette's responses do, when they do no more than this."""
    await send({"type": _START, "status": response.status_code, "headers": response.raw_headers})
    await send({"type": _BODY, "body": response.body})


def _without_body(send: Send) -> Send:
    """For HEAD: the headers of the answer to GET, and nothing else (RFC 9110 section 9.3.2)."""

    async def head(message: MutableMapping[str, Any]) -> None:
        if message["type"] == _BODY:
            message = {**message, "body": b""}
        await send(message)

    return head


async def serve_inside(server: Server, state: RequestState, scope: dict[str, Any]) -> httpx.Response:
    """Serve a request that `event.fetch` makes to the app itself.

    It has an event and a lifetime of its own, which end when its answer has been read. Its deadline, and the
    client that may leave, are those of the request that made it: it runs in that request's task.
    """
    event: RequestEvent = RequestEvent(state, server.fetch)
    token = enter_event(event)
    try:
        try:
            response: Response = await respond(server, state, event)
        except FrameworkError as failure:
            response = static_error_page(server, failure.status, failure.text)
        return await collect(response, scope)
    except Exception as failure:
        state.failed(failure)
        raise
    finally:
        try:
            await state.close()
        finally:
            leave_event(token)
