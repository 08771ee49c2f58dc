"""From an exception to what the user may know of it (App.Error)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from starlette.requests import ClientDisconnect

from lissome import codec
from lissome.errors import FrameworkError, HttpError
from lissome.server.hooks import ErrorKind, call_handle_error
from lissome.server.http.accept import negotiate
from lissome.server.request.event import RequestEvent
from lissome.server.request.state import RequestState
from lissome.server.responses import BytesResponse, bare_json
from lissome.server.runtime import Server

INTERNAL_ERROR: Mapping[str, Any] = MappingProxyType({"status": 500, "message": "Internal Error"})


async def to_app_error(server: Server, event: RequestEvent, error: BaseException) -> dict[str, Any]:
    """App.Error for an exception, by way of the app's `handle_error`.

    Only what `error()` said, or a standard text, reaches the user: never the text of another exception.
    """
    kind: ErrorKind
    fallback: Mapping[str, Any]
    if isinstance(error, ClientDisconnect):
        error = FrameworkError(400, "Bad Request", "the request's body broke off")  # no fault of the app
    if isinstance(error, HttpError):
        kind, fallback = "app", error.body
    elif isinstance(error, FrameworkError):
        kind, fallback = "framework", {"status": error.status, "message": error.text}
    else:
        kind, fallback = "unknown", INTERNAL_ERROR
    return await call_handle_error(server.hooks, event, error, fallback, kind)


async def fatal_response(
    server: Server, state: RequestState, event: RequestEvent, error: BaseException
) -> BytesResponse:
    """The answer when no page can be shown: JSON for who asks for it, else error.html."""
    body = await to_app_error(server, event, error)
    accepted = negotiate(state.header(b"accept") or "text/html", ("application/json", "text/html"))
    if state.is_data_request or accepted == "application/json":
        return bare_json(codec.jsonable(body), body["status"])
    return static_error_page(server, body["status"], body["message"])


def static_error_page(server: Server, status: int, message: str) -> BytesResponse:
    """src/error.html with the status and the message."""
    safe = message.replace("&", "&amp;").replace("<", "&lt;")
    page = server.manifest.templates.error
    page = page.replace("%sveltekit.status%", str(status)).replace("%sveltekit.error.message%", safe)
    return BytesResponse(page.encode(), status, [(b"content-type", b"text/html; charset=utf-8")])
