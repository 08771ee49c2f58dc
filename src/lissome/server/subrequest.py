"""Requests that `event.fetch` makes to the app itself: served in the process, without a socket."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import httpx

from lissome.current_request import current_request
from lissome.errors import FrameworkError
from lissome.isolation.subrequests import Caller
from lissome.server.endpoint import SAFE_METHODS
from lissome.server.mounts import MountedApp
from lissome.server.request.context import RequestContext
from lissome.server.request.event import enter_event
from lissome.server.request.incoming import IncomingRequest, label_of
from lissome.server.request.traced_context import trace_answer
from lissome.server.respond import respond
from lissome.server.responses import static_error_page
from lissome.server.static_files import decoded
from lissome.url import URL

logger = logging.getLogger("lissome.server")

MOST_OPEN: Final = 256
"""Requests to the app itself that may be under way for one client's request. Each can lead to others: without
a limit, a page that fetches itself twice becomes a hundred thousand."""


async def serve_subrequest(outer: RequestContext, scope: dict[str, Any], body: bytes) -> httpx.Response:
    """Serve a request that `event.fetch` makes to the app itself, static files included.

    It has an event and a lifetime of its own, which end when its answer has been read. Its timeout, and the
    disconnect of the client, are those of the outer request: it runs in that one's task. Only a request that
    may change something has a task of its own: see `isolation/subrequests.py`.

    Raises:
        RuntimeError: too many are under way.
    """
    static, mounts = outer.runtime.static, outer.runtime.mounts
    path = scope["raw_path"].decode()
    mounted = None if mounts is None else mounts.find(scope["path"])
    if mounted is not None:
        with _counted(outer, path):
            return await _serve_mounted(outer, mounted, scope, body)
    file = static.find(decoded(path)) if static is not None else None
    if static is not None and file is not None and scope["method"] in ("GET", "HEAD"):

        async def send_file(scope: Any, receive: Any, send: Any) -> None:
            await static.respond(file, scope, receive, send)

        return await read_whole(send_file, scope)

    caller = Caller(body)
    context = RequestContext.of(outer.runtime, _subrequest(outer, scope), caller.receive)
    context.lifetime.outer = outer.lifetime
    if outer.trace is not None:
        context.trace = outer.trace.subrequest(context.request.method, context.request.url.pathname)
    with _counted(outer, path):
        work = _serve(context, scope)
        if scope["method"] in SAFE_METHODS:
            return await work
        return await outer.lifetime.subrequests.serve(context.lifetime, caller, work)


@contextmanager
def _counted(outer: RequestContext, path: str) -> Iterator[None]:
    """Count a request of the app to itself.

    Raises:
        RuntimeError: too many are under way.
    """
    of_client = outer.lifetime.of_client
    if of_client.open_subrequests >= MOST_OPEN:
        msg = (
            f"event.fetch({path!r}): {MOST_OPEN} requests of the app to itself are under way already for one "
            "request of a client. Fetch fewer at a time."
        )
        raise RuntimeError(msg)
    of_client.open_subrequests += 1
    try:
        yield
    finally:
        of_client.open_subrequests -= 1


async def _serve(context: RequestContext, scope: dict[str, Any]) -> httpx.Response:
    token = enter_event(context)
    try:
        try:
            response = await respond(context)
        except FrameworkError as failure:
            response = static_error_page(context.runtime.manifest, failure.status, failure.text)
        if context.trace is not None:
            trace_answer(context, context.trace, response)
        return await read_whole(response, scope)
    except BaseException as failure:  # a cancellation, too: the caller has left
        context.lifetime.failed(failure)
        raise
    finally:
        try:
            await context.end()
        finally:
            current_request.reset(token)


@dataclass(slots=True)
class _MountedLifetime:
    """The lifetime of a request to a mounted application, which ends by itself."""

    task: asyncio.Task[Any] | None = None
    is_shielded: bool = True

    def start_watchdog(self) -> None:
        """Do nothing: a disconnect and a timeout are the application's own affair."""


async def _serve_mounted(
    outer: RequestContext, mounted: MountedApp, scope: dict[str, Any], body: bytes
) -> httpx.Response:
    """Have a mounted application serve a request, which is none of lissome's: it has no event."""
    caller = Caller(body)
    if body:  # Django takes a form without a length for an empty one
        scope["headers"].append((b"content-length", str(len(body)).encode()))

    async def serve() -> httpx.Response:
        answer = _Answer()
        token = current_request.set(None)
        try:
            await mounted(scope, caller.receive, answer.send)
        except Exception:  # over the network, its server would have logged that and answered with a 500
            logger.exception("%s failed", label_of(scope["method"], ascii(scope["path"])[1:-1]))
            return answer.whole() if answer.status >= 500 else _Answer().whole()
        finally:
            current_request.reset(token)
        return answer.whole()

    if scope["method"] in SAFE_METHODS:
        return await serve()
    return await outer.lifetime.subrequests.serve(_MountedLifetime(), caller, serve())


def _subrequest(outer: RequestContext, scope: dict[str, Any]) -> IncomingRequest:
    headers = dict(scope["headers"])
    url = URL(
        f"{scope['scheme']}://{headers[b'host'].decode()}",
        scope["raw_path"].decode(),
        f"?{scope['query_string'].decode()}" if scope["query_string"] else "",
    )
    depth = outer.request.depth + 1
    return IncomingRequest(scope, scope["method"], url, headers, depth, outer=outer.request)


async def read_whole(response: Callable[..., Awaitable[None]], scope: dict[str, Any]) -> httpx.Response:
    """Run an ASGI application, such as a response, and return its whole answer."""
    answer = _Answer()
    await response(scope, _wait_for_ever, answer.send)
    return answer.whole()


async def _wait_for_ever() -> Any:
    """Receive nothing: this client waits for its answer."""
    await asyncio.get_running_loop().create_future()


class _Answer:
    """The answer of an ASGI application."""

    __slots__ = ("body", "headers", "status")

    def __init__(self) -> None:
        self.status = 500
        self.headers: list[tuple[bytes, bytes]] = []
        self.body = bytearray()

    async def send(self, message: Any) -> None:
        """Take a message of the application."""
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], list(message.get("headers", ()))
        elif message["type"] == "http.response.body":
            self.body.extend(message.get("body", b""))

    def whole(self) -> httpx.Response:
        """Return it, when the application has ended."""
        content = bytes(self.body)
        return httpx.Response(
            self.status, headers=self.headers, content=content, extensions={"internal": True}
        )
