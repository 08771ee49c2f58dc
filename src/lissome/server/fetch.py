"""`event.fetch`: requests that a request makes.

To the app itself they go through `respond` without a socket; to other origins through httpx. Which cookies
go along is SvelteKit's rule: https://svelte.dev/docs/kit/load#Making-fetch-requests
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Awaitable, Callable
from typing import Any, Final
from urllib.parse import unquote

import httpx

from lissome.routing.paths import decode_pathname
from lissome.server.hooks import Hooks
from lissome.server.request.cookies import received_cookie
from lissome.server.request.event import RequestEvent
from lissome.server.request.state import RequestState
from lissome.url import URL, parse_url

# Runs the whole pipeline for an ASGI scope and a body; gives back status, headers and body.
Internal = Callable[[dict[str, Any], bytes, int], Awaitable[httpx.Response]]

# What httpx adds for the network, and a request inside the process has no use for.
_OF_A_CONNECTION: Final = frozenset({b"host", b"connection", b"content-length", b"transfer-encoding"})
# How deep requests to the app itself may nest. Pages stop earlier, as kit's do; endpoints would never.
MAX_DEPTH: Final = 16


class Fetch:
    """Makes the requests of `event.fetch`.

    Args:
        internal: serves a request to the app itself.
    """

    def __init__(
        self, hooks: Hooks, base: str, internal: Internal, client: Callable[[], httpx.AsyncClient | None]
    ) -> None:
        self._hooks = hooks
        self._base = base
        self._internal = internal
        self._client = client

    async def __call__(
        self, event: RequestEvent, url: str, /, *, credentials: str = "same-origin", **options: Any
    ) -> httpx.Response:
        """Fetch `url` for `event`.

        Args:
            credentials: ``omit`` sends no cookies.
            **options: method, headers, params, content, data, files, json.

        Raises:
            RuntimeError: requests to the app itself nest too deep: one of them fetches itself.
        """
        method = str(options.pop("method", "GET")).upper()
        request = httpx.Request(method, event._state.url.join(url), **options)  # noqa: SLF001 - its own half

        async def send(request: httpx.Request) -> httpx.Response:
            return await self._send(event, request, credentials)

        if self._hooks.handle_fetch is not None:
            response: httpx.Response = await self._hooks.handle_fetch(
                event=event, request=request, fetch=send
            )
            return response
        return await send(request)

    async def for_universal(self, event: RequestEvent, wanted: dict[str, Any]) -> dict[str, Any]:
        """Fetch for a universal load in V8; the answer is JSON-able (see vite/isolate)."""
        body = wanted.get("body")
        content = (
            None if body is None else base64.b64decode(body) if wanted.get("body_b64") else body.encode()
        )
        response = await self(
            event,
            wanted["url"],
            method=wanted.get("method", "GET"),
            headers=[(key, value) for key, value in wanted.get("headers") or ()],
            content=content,
            credentials=wanted.get("credentials") or "same-origin",
        )
        allow = (event._state.options or {}).get("filter_serialized_response_headers")  # noqa: SLF001
        # only the network gives these; a response that the app made has none in kit either
        by_network = "http_version" in response.extensions
        headers = _as_headers(response, by_network=by_network)
        readable = [pair for pair in headers if allow is not None and allow(*pair)]
        text = _as_text(response.content)
        return {
            "status": response.status_code,
            "status_text": response.extensions.get("reason_phrase", b"").decode("latin-1"),
            # cookies are for the browser alone, unless the app says otherwise
            "headers": [pair for pair in headers if pair[0] != "set-cookie" or pair in readable],
            "hides_cookies": any(pair[0] == "set-cookie" and pair not in readable for pair in headers),
            "body": base64.b64encode(response.content).decode() if text is None else text,
            "b64": text is None,
            "url": str(response.request.url) if by_network else "",
            "readable": [key for key, _ in readable],
        }

    async def _send(self, event: RequestEvent, request: httpx.Request, credentials: str) -> httpx.Response:
        state = event._state  # noqa: SLF001 - its own half
        url = parse_url(str(request.url))
        own = url.origin == state.url.origin
        _set_origin(request, url, state.url)
        if not own or not self._below_base(url):
            if credentials != "omit" and f".{url.hostname}".endswith(f".{state.url.hostname}"):
                self._add_cookies(event, request, url)
            return await self._external(request)
        _check_depth(state, request)
        if credentials != "omit":
            self._add_cookies(event, request, url)
            _copy_header(state.header(b"authorization"), "authorization", request)
        _copy_header(state.header(b"accept-language"), "accept-language", request)
        if "accept" not in request.headers:
            request.headers["accept"] = "*/*"
        response = await self._internal(*await _to_scope(request, url, state.scope, state.depth + 1))
        response.request = request
        self._take_cookies(event, response, url)
        return response

    async def _external(self, request: httpx.Request) -> httpx.Response:
        client = self._client()
        if client is None:
            msg = "event.fetch to other origins works once the server has started"
            raise RuntimeError(msg)
        return await client.send(request)

    def _below_base(self, url: URL) -> bool:
        if not self._base:
            return True
        path = unquote(url.pathname)
        return path == self._base or path.startswith(self._base + "/")

    def _add_cookies(self, event: RequestEvent, request: httpx.Request, url: URL) -> None:
        header = event.cookies.header_for(url.hostname, url.pathname, request.headers.get("cookie"))
        if header:
            request.headers["cookie"] = header

    def _take_cookies(self, event: RequestEvent, response: httpx.Response, url: URL) -> None:
        """What an inner request set is set for the browser too."""
        for header in response.headers.get_list("set-cookie"):
            event.cookies.add(received_cookie(header, url.pathname.rpartition("/")[0] or "/"))


def _check_depth(state: RequestState, request: httpx.Request) -> None:
    if state.depth >= MAX_DEPTH:
        msg = (
            f"event.fetch: {state.method} {state.url.pathname} fetches {request.method} {request.url.path}, "
            f"inside of {MAX_DEPTH} requests of event.fetch already. Does one of them fetch itself? "
            "Call the function that makes the data instead."
        )
        raise RuntimeError(msg)


def _set_origin(request: httpx.Request, url: URL, page: URL) -> None:
    """As a browser does: with everything but a plain read of one's own origin."""
    if request.method in ("GET", "HEAD") and url.origin == page.origin:
        request.headers.pop("origin", None)
    elif "origin" not in request.headers:
        request.headers["origin"] = page.origin


def _copy_header(value: str | None, name: str, request: httpx.Request) -> None:
    if value is not None and name not in request.headers:
        request.headers[name] = value


async def _to_scope(
    request: httpx.Request, url: URL, outer: Any, depth: int
) -> tuple[dict[str, Any], bytes, int]:
    body = await request.aread()
    scheme, _, host = url.origin.partition("://")
    headers = [
        (key.lower(), value) for key, value in request.headers.raw if key.lower() not in _OF_A_CONNECTION
    ]
    scope = {
        "type": "http",
        "asgi": outer["asgi"],
        "http_version": "1.1",
        "method": request.method,
        "scheme": scheme,
        "path": decode_path(url.pathname),
        "raw_path": url.pathname.encode(),
        "query_string": url.search[1:].encode(),
        "root_path": "",
        "headers": [(b"host", host.encode()), *headers],
        "client": outer.get("client"),
        "server": outer.get("server"),
    }
    return scope, body, depth


def decode_path(path: str) -> str:
    """The decoded path for an ASGI scope; as it is when it cannot be decoded."""
    try:
        return decode_pathname(path)
    except ValueError:
        return path


def _as_headers(response: httpx.Response, *, by_network: bool) -> list[tuple[str, str]]:
    """As JavaScript's `Headers` has them: sorted by name, equal names as one, but for cookies."""
    single = [(key, value) for key, value in response.headers.items() if key != "set-cookie"]
    if not by_network:
        single = [pair for pair in single if pair[0] != "content-length"]
    cookies = [("set-cookie", value) for value in response.headers.get_list("set-cookie")]
    return sorted([*single, *cookies], key=lambda pair: pair[0])


def _as_text(content: bytes) -> str | None:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return None


async def collect(response: Callable[..., Awaitable[None]], scope: dict[str, Any]) -> httpx.Response:
    """Run an ASGI application, such as a response, and read its answer whole."""
    status = 500
    headers: list[tuple[bytes, bytes]] = []
    body = bytearray()

    async def receive() -> dict[str, Any]:
        hanging_up: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        return await hanging_up  # never: this client waits for its answer

    async def send(message: Any) -> None:
        nonlocal status, headers
        if message["type"] == "http.response.start":
            status, headers = message["status"], list(message["headers"])
        elif message["type"] == "http.response.body":
            body.extend(message.get("body", b""))

    await response(scope, receive, send)
    return httpx.Response(status, headers=headers, content=bytes(body), extensions={"internal": True})
