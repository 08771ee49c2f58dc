"""The request's body: how much of it may come."""

from __future__ import annotations

from typing import Any

from lissome.errors import FrameworkError
from lissome.server.request.state import Receive


def limit_body(receive: Receive, limit: int, content_length: str | None) -> Receive:
    """A receive channel that refuses a body of more than `limit` bytes.

    Raises (when read):
        FrameworkError: 413.
    """
    seen = 0

    async def limited() -> dict[str, Any]:
        nonlocal seen
        if content_length is not None and content_length.isdecimal() and int(content_length) > limit:
            raise _too_large(limit)
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise _too_large(limit)
        return message

    return limited


def _too_large(limit: int) -> FrameworkError:
    return FrameworkError(
        413,
        "Payload Too Large",
        f"the request's body is larger than [tool.lissome] body_size_limit ({limit} bytes)",
    )
