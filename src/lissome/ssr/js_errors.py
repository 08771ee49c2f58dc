"""Converts exceptions to and from the isolate's JSON objects for errors (vite/isolate/errors.js)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from lissome.errors import ControlFlow, HttpError, Redirect, RenderError
from lissome.ssr.error_origin import find_origin, missing_global_advice, strip_importers

# What kit's `redirect()` and `error()` take. Whoever catches their results can change them before they throw.
_REDIRECTS: Final = range(300, 309)
ERROR_STATUSES: Final = range(400, 600)
"""The statuses of errors."""


def to_js(failure: BaseException) -> dict[str, Any]:
    """Describe an exception to the isolate."""
    if isinstance(failure, Redirect):
        return {"kind": "redirect", "status": failure.status, "location": failure.location}
    if isinstance(failure, HttpError):
        props = {key: value for key, value in failure.body.items() if key not in {"status", "message"}}
        return {
            "kind": "http",
            "status": failure.status,
            "message": failure.body["message"],
            "props": props,
        }
    return {"kind": "unknown", "name": type(failure).__name__, "message": str(failure)}


def from_js(error: Mapping[str, Any]) -> ControlFlow | RenderError:
    """Return the exception for an error that was thrown in V8."""
    kind, status = error.get("kind"), error.get("status", 0)
    if kind == "redirect" and status in _REDIRECTS and isinstance(error.get("location"), str):
        return Redirect.of_kit(status, error["location"])
    if kind == "http" and status in ERROR_STATUSES and isinstance(error.get("message"), str):
        body = {**(error.get("props") or {}), "status": status, "message": error["message"]}
        return HttpError(status, body)
    name, message, stack = (str(error.get(key) or "") for key in ("name", "message", "stack"))
    if kind in {"redirect", "http"}:
        message = (
            "redirect() takes a status from 300 to 308 and a location, error() a status from 400 to 599 and "
            f"a text; what was thrown had the status {status!r}"
        )
    place = find_origin(stack)
    return RenderError(
        message,
        name=name or "Error",
        stack=strip_importers(stack),
        at=error.get("at"),
        place=place,
        advice=missing_global_advice(name, message, place),
    )
