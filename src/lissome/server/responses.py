"""Responses: what one is becoming, those that the framework makes itself, and `json()` and `text()`."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

import orjson
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from lissome.codec import EncodeError, to_json
from lissome.errors import AppError, Redirect
from lissome.manifest import Manifest
from lissome.server.http.headers import check_header, header_text
from lissome.server.request.cookies import Cookies

# https://mimesniff.spec.whatwg.org/#binary-data-byte
_BINARY: Final = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")

RawHeaders = list[tuple[bytes, bytes]]


@dataclass(slots=True, eq=False, repr=False)
class ResponseDraft:
    """Headers and cookies of a response that is not made yet.

    Attributes:
        headers: by lower-case name.
        cookies: None until the app asks for them.
        is_closed: the response has been made; setting more is an error.
    """

    headers: dict[str, str] = field(default_factory=dict)
    cookies: Cookies | None = None
    is_closed: bool = False

    def set_headers(self, headers: Mapping[str, str | int]) -> None:
        """Set header fields; see `RequestEvent.set_headers`.

        Raises:
            ValueError: a field is set already, or cannot be sent.
            RuntimeError: the response has been made already.
        """
        for name, value in headers.items():
            text = header_text(name, value)
            self._set_header(name.lower(), text)

    def _set_header(self, name: str, value: str) -> None:
        if self.is_closed:
            msg = f"set_headers({name!r}) came after the response was made"
            raise RuntimeError(msg)
        check_header(name, value)
        if name not in self.headers:
            self.headers[name] = value
        elif name == "server-timing":
            self.headers[name] += f", {value}"
        else:
            msg = f"header {name!r} is set already; only one load or hook may set it"
            raise ValueError(msg)

    def apply_to(self, response: Response) -> None:
        """Put headers and cookies on a response, and close the draft."""
        for name, value in self.headers.items():
            response.headers[name] = value
        self.add_cookies_to(response)
        self.is_closed = True
        if self.cookies is not None:
            self.cookies.close()

    def add_cookies_to(self, response: Response) -> None:
        """Put the cookies alone on a response."""
        if self.cookies is not None:
            for cookie in self.cookies.headers():
                response.headers.append("set-cookie", cookie)


class BytesResponse(Response):
    """A response whose body and headers are bytes already. Cheaper to make than Starlette's own."""

    def __init__(self, body: bytes, status: int, raw_headers: RawHeaders) -> None:
        self.body = body
        self.status_code = status
        self.raw_headers = raw_headers
        self.background = None
        if status not in {204, 304}:
            raw_headers.append((b"content-length", b"%d" % len(body)))


class StreamResponse(StreamingResponse):
    """A response whose first part is ready and whose other parts stream.

    Unlike Starlette's own it starts no task to notice a disconnect: the request's watchdog does.
    """

    def __init__(self, chunks: AsyncGenerator[bytes], status: int, raw_headers: RawHeaders) -> None:
        self.body_iterator = chunks
        self.status_code = status
        self.raw_headers = raw_headers
        self.background = None

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        """Send all parts."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        chunks = cast("AsyncGenerator[bytes]", self.body_iterator)  # a hook may have wrapped it
        try:
            async for chunk in chunks:
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
                del chunk  # or it would live until the next one comes
        finally:
            if hasattr(chunks, "aclose"):
                await chunks.aclose()
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def check_status(status: int, handler: str) -> None:
    """Refuse a status that is not final (RFC 9110 section 15) or outside of the fetch standard's range.

    granian ends the process for some.

    Args:
        handler: whose response it is, for the message.

    Raises:
        AppError: it is not between 200 and 599.
    """
    if not 200 <= status <= 599:
        msg = f"{handler} returned a response with status {status}; it must be between 200 and 599"
        raise AppError(msg)


def give_type(response: Response) -> None:
    """Give the text of a plain `Response` the type that ``new Response(text)`` has on the web.

    Without one a browser guesses, and takes what a user has written for HTML. Starlette keeps a text as
    bytes, so bytes that are a text get the type too. What browsers take for binary stays without.
    """
    if isinstance(response, (BytesResponse, StreamingResponse, FileResponse)) or response.media_type:
        return
    body = getattr(response, "body", None)
    if not body or response.status_code in {204, 304} or raw_header(response, b"content-type") is not None:
        return
    if _is_text(bytes(body)):
        response.headers["content-type"] = "text/plain;charset=UTF-8"


def _is_text(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return _BINARY.search(body) is None


def encode_headers(headers: Mapping[str, str]) -> RawHeaders:
    """Return header fields as ASGI sends them."""
    return [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]


def raw_header(response: Response, name: bytes) -> bytes | None:
    """Return a header by its lower-case name, without making Starlette's view of all headers."""
    for key, value in response.raw_headers:
        if key == name:
            return value
    return None


def text(body: str, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return a plain text response."""
    return Response(body, status, headers, media_type="text/plain")


def json(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return a JSON response: of any value that a load may return, see docs/reference/serialization.md.

    Raises:
        TypeError: the value holds something that is not JSON; says where, and what to write instead.
    """
    if headers:
        return Response(dump_json(value), status, headers, media_type="application/json")
    response = BytesResponse(dump_json(value), status, [(b"content-type", b"application/json")])
    response.media_type = "application/json"
    return response


def dump_json(value: Any) -> bytes:
    """Return the JSON of anything that an endpoint may return.

    Raises:
        TypeError: something in the value is not JSON; says where, and what to write instead.
    """
    try:
        return to_json(value)
    except EncodeError as failure:
        msg = f"{failure.path} {failure.why}"
        raise TypeError(msg) from failure


def bare(body: str, status: int, headers: Mapping[str, str] | None = None) -> BytesResponse:
    """An answer that kit makes by itself: text without a content type."""
    return BytesResponse(body.encode(), status, encode_headers(headers or {}))


def bare_json(value: Any, status: int, headers: Mapping[str, str] | None = None) -> BytesResponse:
    """An answer of kit to its own client."""
    raw_headers = [(b"content-type", b"application/json"), *encode_headers(headers or {})]
    return BytesResponse(orjson.dumps(value), status, raw_headers)


def redirect_response(status: int, location: str) -> Response:
    """A redirect for a browser."""
    return BytesResponse(b"", status, [(b"location", location.encode("latin-1"))])


def data_redirect(version_header: Mapping[str, str], to: Redirect) -> Response:
    """A redirect for kit's client, which asked for a page's data."""
    return bare_json(_redirect_body(to), 200, data_headers(version_header))


def action_redirect(version_header: Mapping[str, str], to: Redirect) -> Response:
    """A redirect for kit's client, which posted a form."""
    return bare_json(_redirect_body(to), 200, version_header)


def _redirect_body(to: Redirect) -> dict[str, Any]:
    return {"type": "redirect", "status": to.status, "location": to.location}


def data_headers(version_header: Mapping[str, str]) -> dict[str, str]:
    """The headers of a page's data, which only its user may see."""
    return {"cache-control": "private, no-store", **version_header}


def static_error_page(manifest: Manifest, status: int, message: str) -> BytesResponse:
    """src/error.html with the status and the message."""
    safe = message.replace("&", "&amp;").replace("<", "&lt;")
    page = manifest.templates.error
    page = page.replace("%sveltekit.status%", str(status)).replace("%sveltekit.error.message%", safe)
    return BytesResponse(page.encode(), status, [(b"content-type", b"text/html; charset=utf-8")])
