"""An `httpx.Response` as the answer to a request: what `event.fetch` has returned can be handed on.

httpx undoes the content coding of a body, so what described the coded one is left out, and so are the fields
that belong to a connection (RFC 9110 section 7.6.1). A body that has not been read yet is streamed.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from importlib.util import find_spec
from typing import Final

import httpx
from anyio.to_thread import run_sync
from starlette.concurrency import iterate_in_threadpool
from starlette.responses import Response

from lissome.errors import AppError
from lissome.server.responses import BytesResponse, RawHeaders, StreamResponse, check_status

_OF_THE_CONNECTION: Final = frozenset(
    (
        *(b"connection", b"keep-alive", b"proxy-authenticate", b"proxy-authorization", b"proxy-connection"),
        *(b"te", b"trailer", b"transfer-encoding", b"upgrade"),
    )
)
_WITHOUT_BODY: Final = frozenset({204, 304})

# The content codings that httpx undoes; two of them need a package.
_DECODED: Final = frozenset(
    (
        *("identity", "gzip", "deflate"),
        *(("br",) if find_spec("brotli") or find_spec("brotlicffi") else ()),
        *(("zstd",) if find_spec("zstandard") else ()),
    )
)


def hand_on(
    fetched: httpx.Response, handler: str, *, method: str, without: frozenset[bytes] = frozenset()
) -> Response:
    """Return the response that sends what was fetched.

    Args:
        fetched: is closed by the caller when the request ends.
        handler: who returned it, for messages.
        method: of the request that is answered.
        without: further fields that are not sent, in lower case.

    Raises:
        AppError: its body is gone, or its status is not a final one.
    """
    status = fetched.status_code
    check_status(status, handler)
    headers = _headers(fetched, without)
    if status in _WITHOUT_BODY or method == "HEAD":
        response = BytesResponse(b"", status, [])
        response.raw_headers = headers if method == "HEAD" else _without_length(headers)
        return response
    body = _body(fetched, handler)
    if body is None:
        return StreamResponse(_parts(fetched), status, headers)
    return BytesResponse(body, status, _without_length(headers))


def _headers(fetched: httpx.Response, without: frozenset[bytes]) -> RawHeaders:
    """Return the fields that are true of the decoded body."""
    named = (name.encode("latin-1") for name in _listed(fetched, "connection"))
    dropped = _OF_THE_CONNECTION | without | {*named}
    codings = _listed(fetched, "content-encoding")
    if codings and _DECODED.issuperset(codings):
        dropped |= {b"content-encoding", b"content-length"}
    fields = ((name.lower(), value) for name, value in fetched.headers.raw)
    return [field for field in fields if field[0] not in dropped]


def _listed(fetched: httpx.Response, name: str) -> list[str]:
    return [item.strip() for item in fetched.headers.get(name, "").lower().split(",") if item.strip()]


def _without_length(headers: RawHeaders) -> RawHeaders:
    return [field for field in headers if field[0] != b"content-length"]


def _body(fetched: httpx.Response, handler: str) -> bytes | None:
    """Return the body, decoded; None if it has not been read."""
    try:
        return fetched.content
    except httpx.ResponseNotRead:
        if not (fetched.is_closed or fetched.is_stream_consumed):
            return None
        msg = (
            f"{handler} returned an httpx.Response whose body is gone: the block `async with "
            "client.stream(…)` has ended, or its parts were read. Write `await event.fetch(…)`, or "
            "`await client.send(request, stream=True)` without a block: it is closed when the request ends"
        )
        raise AppError(msg) from None


async def _parts(fetched: httpx.Response) -> AsyncGenerator[bytes]:
    if isinstance(fetched.stream, httpx.AsyncByteStream):
        parts = fetched.aiter_bytes()
    else:  # of a client that blocks
        parts = iterate_in_threadpool(fetched.iter_bytes())
    async for part in parts:
        yield part


async def close(fetched: httpx.Response) -> None:
    """Give back the connection of a response, however much of it was read."""
    if isinstance(fetched.stream, httpx.AsyncByteStream):
        await fetched.aclose()
    elif not fetched.is_closed:
        await run_sync(fetched.close)
