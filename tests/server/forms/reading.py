"""A request whose form is read, without an app."""

from __future__ import annotations

from typing import Any

from lissome.server.forms.request import FormRequest


def read(
    content_type: str | None, *pieces: bytes, limit: int = 1000, breaks_off: bool = False
) -> FormRequest:
    """A POST with this body.

    Args:
        pieces: as they come over the connection.
        limit: of fields.
        breaks_off: the connection ends before the body.
    """
    messages: list[dict[str, Any]] = [
        {"type": "http.request", "body": piece, "more_body": True} for piece in pieces
    ]
    last = {"type": "http.disconnect"} if breaks_off else {"type": "http.request", "body": b""}
    coming = iter([*messages, last])

    async def receive() -> dict[str, Any]:
        return next(coming)

    headers = [] if content_type is None else [(b"content-type", content_type.encode("latin-1"))]
    return FormRequest({"type": "http", "method": "POST", "headers": headers}, receive, fields_limit=limit)
