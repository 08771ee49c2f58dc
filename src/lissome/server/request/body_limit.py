"""The limit on a request's body: 413 for what is larger."""

from __future__ import annotations

from lissome.errors import FrameworkError
from lissome.isolation.receive import Message, Receive
from lissome.server.request.incoming import IncomingRequest


def limit_body(request: IncomingRequest, receive: Receive, limit: int) -> Receive:
    """Return a receive channel that refuses a body of more than `limit` bytes.

    Raises (when read):
        FrameworkError: 413.
    """
    content_length = request.headers.get(b"content-length", b"")
    announced = int(content_length) if content_length.isdigit() else 0
    seen = 0

    async def limited() -> Message:
        nonlocal seen
        if announced > limit:
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
        f"the request's body is larger than {limit} bytes, the limit: [tool.lissome] body_size_limit "
        "(or LISSOME_BODY_SIZE_LIMIT)",
    )
