"""The headers by which a browser protects an app's users, for `[tool.lissome] security_headers`.

They go on every response: pages, data, files and errors. A header that the app has set itself stays.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

SECURITY_HEADERS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
# RFC 6797; one year. Browsers ignore it without TLS, where it must not be sent (section 7.2).
OVER_TLS: Final = (*SECURITY_HEADERS, (b"strict-transport-security", b"max-age=31536000"))


def with_security_headers(send: Send, *, is_secure: bool) -> Send:
    """Return a `send` that adds the headers to the response.

    Args:
        is_secure: the client speaks TLS, with this server or with a proxy.
    """
    added = OVER_TLS if is_secure else SECURITY_HEADERS

    async def secured(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            headers = message.get("headers", ())
            names = {name for name, _ in headers}
            missing = [field for field in added if field[0] not in names]
            message = {**message, "headers": [*headers, *missing]}
        await send(message)

    return secured
