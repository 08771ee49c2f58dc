"""From an exception to what the user may know of it, kit's `App.Error`, by way of the hook `handle_error`."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal

from starlette.requests import ClientDisconnect

from lissome.errors import FAILURES, FrameworkError, HttpError, RenderError
from lissome.server.request.context import RequestContext
from lissome.ssr import ERROR_STATUSES

logger = logging.getLogger("lissome.server")

ErrorKind = Literal["app", "framework", "unknown"]

INTERNAL_ERROR: Mapping[str, Any] = MappingProxyType({"status": 500, "message": "Internal Error"})


async def to_app_error(context: RequestContext, error: BaseException) -> dict[str, Any]:
    """Return App.Error for an exception.

    Only what `error()` said, or a standard text, reaches the user: never the text of another exception.
    """
    if isinstance(error, ClientDisconnect):
        error = FrameworkError(400, "Bad Request", "the request's body broke off")  # not the app's failure
    if isinstance(error, HttpError):
        return await _ask_hook(context, error, error.body, "app")
    if isinstance(error, FrameworkError):
        return await _ask_hook(context, error, {"status": error.status, "message": error.text}, "framework")
    return await _ask_hook(context, error, INTERNAL_ERROR, "unknown")


async def _ask_hook(
    context: RequestContext, error: BaseException, fallback: Mapping[str, Any], kind: ErrorKind
) -> dict[str, Any]:
    """Return `fallback` with what the hook changes. A hook that fails itself is logged and ignored."""
    context.lifetime.failed(error)
    hook = context.runtime.hooks.handle_error
    if hook is None:
        if kind == "unknown":
            log_failure(str(context.event), error)
        return dict(fallback)
    try:
        answer = hook(
            error=error,
            event=context.event,
            status=fallback["status"],
            message=fallback["message"],
            kind=kind,
        )
        if inspect.isawaitable(answer):
            answer = await answer
        described = {**fallback, **(answer or {})}
        if described["status"] not in ERROR_STATUSES:
            msg = f"handle_error returned the status {described['status']!r}; an error has 400 to 599"
            raise ValueError(msg)
    except FAILURES:
        logger.exception("handle_error failed itself, while it handled %r", error)
        return {"status": fallback["status"], "message": "Internal Error"}
    return described


def log_failure(what: str, error: BaseException) -> None:
    """Log a failure; of an error in V8 its own stack, which names the app's file first, and not Python's."""
    if isinstance(error, RenderError):
        logger.error("%s\n    in %s", error, what)
    else:
        logger.error("%s failed", what, exc_info=error)
