"""Forwards requests to Vite: those for its own URLs, and for source files as modules."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from pathlib import Path, PurePosixPath
from typing import Any, Final

import httpx

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

# Vite's own URLs, and those of the images of @sveltejs/enhanced-img. `/@someone` may be a route of the app,
# so `/@` alone is not enough. Vite writes the packages that it has bundled into node_modules/.vite, and holds
# a request for one until its file is there.
_VITES_OWN: Final = ("@vite/", "@fs/", "@id/", "@imagetools/", "__open-in-editor", "node_modules/.vite/")

# Folders whose files browsers load as modules.
_FOLDERS: Final = frozenset({"src", "node_modules", ".svelte-kit"})

# RFC 9110 section 7.6.1: these headers concern one connection only.
_HOP_BY_HOP: Final = frozenset(
    (
        b"connection keep-alive proxy-authenticate proxy-authorization proxy-connection te trailer "
        b"transfer-encoding upgrade"
    ).split()
)


def belongs_to_vite(path: str, root: Path, base: str) -> bool:
    """Return True if Vite serves `path`, percent-decoded. It never serves pages.

    Args:
        base: kit's ``paths.base``.
    """
    if not path.startswith(f"{base}/"):
        return False
    name = path[len(base) + 1 :]
    if name.startswith(_VITES_OWN):
        return True
    parts = PurePosixPath(name).parts
    return bool(parts) and parts[0] in _FOLDERS and ".." not in parts and (root / name).is_file()


async def forward(client: httpx.AsyncClient, scope: Scope, receive: Receive, send: Send) -> None:
    """Forward a request to Vite, and stream its response back.

    Raises:
        httpx.TransportError: Vite does not answer.
    """
    query = scope["query_string"]
    target = (scope.get("raw_path") or scope["path"].encode()) + (b"?" + query if query else b"")
    request = client.build_request(
        scope["method"],
        client.base_url.copy_with(raw_path=target),
        headers=_end_to_end(scope["headers"]),
        content=None if scope["method"] in ("GET", "HEAD") else _body(receive),
    )
    response = await client.send(request, stream=True)
    try:
        await send(
            {
                "type": "http.response.start",
                "status": response.status_code,
                "headers": _end_to_end((name.lower(), value) for name, value in response.headers.raw),
            }
        )
        async for chunk in response.aiter_raw():
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    finally:
        await response.aclose()


def _end_to_end(headers: Any) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, value in headers if name not in _HOP_BY_HOP]


async def _body(receive: Receive) -> AsyncIterator[bytes]:
    more = True
    while more:
        message = await receive()
        yield message.get("body", b"")
        more = message.get("more_body", False)
