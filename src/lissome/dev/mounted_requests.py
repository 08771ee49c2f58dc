"""Requests to mounted applications, in the request log."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from lissome.server.request.trace import RequestTrace

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from lissome.dev.request_log import RequestLog


def logged(app: ASGIApp, log: RequestLog) -> ASGIApp:
    """Return an application that prints the requests which another one answers."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        trace = RequestTrace(scope["method"], scope["path"], kind="mounted")

        async def note(message: Message) -> None:
            if message["type"] == "http.response.start":
                trace.answered, trace.status = time.perf_counter(), message["status"]
            await send(message)

        try:
            await app(scope, receive, note)
        finally:
            trace.ended = time.perf_counter()
            log.add(trace)

    return answer
