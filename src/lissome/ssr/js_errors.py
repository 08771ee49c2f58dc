"""Converts exceptions to and from the isolate's JSON objects for errors (vite/isolate/errors.js)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lissome.errors import HttpError, Redirect, RenderError
from lissome.ssr.error_origin import find_origin, missing_global_advice, strip_importers


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


def from_js(error: Mapping[str, Any]) -> Exception:
    """Return the exception for an error that was thrown in V8."""
    if error.get("kind") == "redirect":
        return Redirect(error["status"], error["location"])
    if error.get("kind") == "http":
        body = {**(error.get("props") or {}), "status": error["status"], "message": error["message"]}
        return HttpError(error["status"], body)
    name, message, stack = (str(error.get(key) or "") for key in ("name", "message", "stack"))
    place = find_origin(stack)
    return RenderError(
        message,
        name=name or "Error",
        stack=strip_importers(stack),
        at=error.get("at"),
        place=place,
        advice=missing_global_advice(name, message, place),
    )
