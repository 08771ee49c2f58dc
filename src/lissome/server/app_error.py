"""From an exception to what the user may know of it, kit's `App.Error`, by way of the hook `handle_error`."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from starlette.requests import ClientDisconnect

from lissome.described import described
from lissome.errors import (
    FAILURES,
    AppError,
    FrameworkError,
    HttpError,
    ModuleImportError,
    Redirect,
    RenderError,
)
from lissome.server.hints import add_hint
from lissome.server.hooks import CaughtError, ErrorKind
from lissome.server.reasons import log_reason, with_reason
from lissome.server.request.context import RequestContext
from lissome.server.request.input_error import UnfitInput
from lissome.ssr import ERROR_STATUSES

logger = logging.getLogger("lissome.server")

INTERNAL_ERROR: Mapping[str, Any] = MappingProxyType({"status": 500, "message": "Internal Error"})

_TOO_LATE: Final = (
    "redirect() in a value that the load does not await comes too late, because the page is on its way; "
    "await the value in the load"
)


async def to_app_error(context: RequestContext, error: BaseException) -> dict[str, Any]:
    """Return App.Error for an exception.

    Only what `error()` said, or a standard text, reaches the user: never the text of another exception. In
    dev the user is the app's author, and sees the reasons of lissome's own errors too.
    """
    if isinstance(error, ClientDisconnect):
        reason = "the request's body broke off"  # not the app's failure
        error = FrameworkError(400, "Bad Request", reason, level=logging.INFO)
    if isinstance(error, HttpError):
        return await _ask_hook(context, error, error.body, "app")
    if isinstance(error, FrameworkError):
        log_reason(context, error.level, str(error))
        says_all = isinstance(error, UnfitInput)
        message = error.text if says_all else with_reason(context, error.text, error)
        text = {"status": error.status, "message": message, **error.members}
        return await _ask_hook(context, error, text, "framework")
    if isinstance(error, (AppError, ModuleImportError)):
        text = {"status": 500, "message": with_reason(context, "Internal Error", error)}
        return await _ask_hook(context, error, text, "unknown")
    add_hint(error)
    return await _ask_hook(context, error, INTERNAL_ERROR, "unknown")


async def _ask_hook(
    context: RequestContext, error: BaseException, fallback: Mapping[str, Any], kind: ErrorKind
) -> dict[str, Any]:
    """Return `fallback` with what the hook changes. A hook that fails itself is logged and ignored."""
    context.lifetime.failed(error)
    if kind == "unknown":
        show_failure(context, error)
    hook = context.runtime.hooks.handle_error
    if hook is None:
        if kind == "unknown":
            log_failure(context.request.label, error)
        return dict(fallback)
    try:
        answer = hook(CaughtError(error, context.event, fallback["status"], fallback["message"], kind))
        if inspect.isawaitable(answer):
            answer = await answer
        return {**fallback, **_checked(answer)}
    except FAILURES as failure:
        what = type(error).__name__
        show_failure(context, failure)
        logger.exception("handle_error failed itself, while it handled %s of %s", what, context.request.label)
        return {"status": fallback["status"], "message": "Internal Error"}


def _checked(answer: Any) -> Mapping[str, Any]:
    """Return the members of App.Error that `handle_error` has returned.

    Raises:
        AppError: it is no mapping, or its status is not one of an error.
    """
    if answer is None:
        return {}
    if not isinstance(answer, Mapping):
        msg = (
            f"handle_error in src/hooks.server.py returned {described(answer)}; return a dict such as "
            '{"message": "…"}, or nothing'
        )
        raise AppError(msg)
    if "status" in answer and answer["status"] not in ERROR_STATUSES:
        msg = (
            f"handle_error in src/hooks.server.py returned the status {answer['status']!r}; "
            "an error has 400 to 599"
        )
        raise AppError(msg)
    return answer


def show_failure(context: RequestContext, error: BaseException) -> None:
    """In dev, show the app's author what a request failed with. If that fails itself, it is logged."""
    show = context.runtime.show_failure
    if show is None:
        return
    try:
        show(context.request, error)
    except Exception:
        logger.exception("the failure of %s cannot be shown in the browser", context.request.label)


def log_failure(what: str, error: BaseException) -> None:
    """Log a failure; of an error in V8 its own stack, which names the app's file first, and not Python's."""
    if isinstance(error, RenderError):
        logger.error("%s\n    in %s", error.report(), what)
    elif isinstance(error, Redirect):
        logger.error("%s: %s", what, _TOO_LATE)
    else:
        logger.error("%s failed", what, exc_info=error)
