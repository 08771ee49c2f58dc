"""`event.fetch`: requests that the app makes while it serves one.

Those to the app itself go through `respond` without a socket, others through httpx. SvelteKit's rules decide
which cookies are sent: https://svelte.dev/docs/kit/load#Making-fetch-requests
"""

from __future__ import annotations

import base64
from typing import Any, Final
from urllib.parse import unquote

import httpx

from lissome.routing.paths import decode_pathname
from lissome.server.http.cookies import received_cookie
from lissome.server.request.context import RequestContext
from lissome.url import URL, parse_url

# Fields that httpx adds for the network; a request inside the process has no use for them.
_CONNECTION_FIELDS: Final = frozenset({b"host", b"connection", b"content-length", b"transfer-encoding"})
# The depth to which requests to the app itself may nest. Pages stop earlier, as kit's do; endpoints would
# never.
MAX_DEPTH: Final = 16


async def fetch(
    context: RequestContext, url: str, /, *, credentials: str = "same-origin", **options: Any
) -> httpx.Response:
    """Fetch `url` for a request; see `RequestEvent.fetch`.

    Args:
        credentials: ``omit`` sends no cookies.
        **options: method, headers, params, content, data, files, json.

    Raises:
        RuntimeError: requests to the app itself nest too deep: one of them fetches itself.
    """
    method = str(options.pop("method", "GET")).upper()
    request = httpx.Request(method, context.url.join(url), **options)

    async def send(request: httpx.Request) -> httpx.Response:
        return await _send(context, request, credentials)

    hook = context.runtime.hooks.handle_fetch
    if hook is None:
        return await send(request)
    response: httpx.Response = await hook(event=context.event, request=request, fetch=send)
    return response


async def fetch_for_universal(context: RequestContext, wanted: dict[str, Any]) -> dict[str, Any]:
    """Fetch for a universal load in V8; the answer is JSON-able (see vite/isolate)."""
    body = wanted.get("body")
    content = None if body is None else base64.b64decode(body) if wanted.get("body_b64") else body.encode()
    response = await fetch(
        context,
        wanted["url"],
        method=wanted.get("method", "GET"),
        headers=[(key, value) for key, value in wanted.get("headers") or ()],
        content=content,
        credentials=wanted.get("credentials") or "same-origin",
    )
    allow = context.options.get("filter_serialized_response_headers")
    # Only the network gives these; a response that the app made has none in kit either.
    by_network = "http_version" in response.extensions
    headers = _as_headers(response, by_network=by_network)
    readable = [pair for pair in headers if allow is not None and allow(*pair)]
    text = _as_text(response.content)
    return {
        "status": response.status_code,
        "status_text": response.extensions.get("reason_phrase", b"").decode("latin-1"),
        # Cookies are for the browser alone, unless the app says otherwise.
        "headers": [pair for pair in headers if pair[0] != "set-cookie" or pair in readable],
        "hides_cookies": any(pair[0] == "set-cookie" and pair not in readable for pair in headers),
        "body": base64.b64encode(response.content).decode() if text is None else text,
        "b64": text is None,
        "url": str(response.request.url) if by_network else "",
        "readable": [key for key, _ in readable],
    }


async def _send(context: RequestContext, request: httpx.Request, credentials: str) -> httpx.Response:
    outer = context.request
    url = parse_url(str(request.url))
    _set_origin(request, url, context.url)
    if url.origin != context.url.origin or not _is_below(url, context.runtime.manifest.paths.base):
        if credentials != "omit" and f".{url.hostname}".endswith(f".{context.url.hostname}"):
            _add_cookies(context, request, url)
        return await _send_by_network(context, request)
    _check_depth(context, request)
    if credentials != "omit":
        _add_cookies(context, request, url)
        _copy_header(outer.header(b"authorization"), "authorization", request)
    _copy_header(outer.header(b"accept-language"), "accept-language", request)
    if "accept" not in request.headers:
        request.headers["accept"] = "*/*"
    scope = _to_scope(request, url, outer.scope)
    response = await context.runtime.serve_subrequest(context, scope, await request.aread())
    response.request = request
    _take_cookies(context, response, url)
    return response


async def _send_by_network(context: RequestContext, request: httpx.Request) -> httpx.Response:
    client = context.runtime.client
    if client is None:
        msg = "event.fetch to other origins works once the server has started"
        raise RuntimeError(msg)
    return await client.send(request)


def _is_below(url: URL, base: str) -> bool:
    path = unquote(url.pathname)
    return not base or path == base or path.startswith(base + "/")


def _add_cookies(context: RequestContext, request: httpx.Request, url: URL) -> None:
    header = context.cookies.header_for(url.hostname, url.pathname, request.headers.get("cookie"))
    if header:
        request.headers["cookie"] = header


def _take_cookies(context: RequestContext, response: httpx.Response, url: URL) -> None:
    """Set for the browser too what the inner request has set."""
    for header in response.headers.get_list("set-cookie"):
        context.cookies.add(received_cookie(header, url.pathname.rpartition("/")[0] or "/"))


def _check_depth(context: RequestContext, request: httpx.Request) -> None:
    outer = context.request
    if outer.depth >= MAX_DEPTH:
        msg = (
            f"event.fetch: {outer.method} {context.url.pathname} fetches {request.method} "
            f"{request.url.path}, inside of {MAX_DEPTH} requests of event.fetch already. "
            "Does one of them fetch itself? Call the function that makes the data instead."
        )
        raise RuntimeError(msg)


def _set_origin(request: httpx.Request, url: URL, page: URL) -> None:
    """Set Origin as a browser does: on all requests but a GET or HEAD of the page's own origin."""
    if request.method in ("GET", "HEAD") and url.origin == page.origin:
        request.headers.pop("origin", None)
    elif "origin" not in request.headers:
        request.headers["origin"] = page.origin


def _copy_header(value: str | None, name: str, request: httpx.Request) -> None:
    if value is not None and name not in request.headers:
        request.headers[name] = value


def _to_scope(request: httpx.Request, url: URL, outer: Any) -> dict[str, Any]:
    scheme, _, host = url.origin.partition("://")
    headers = [
        (key.lower(), value) for key, value in request.headers.raw if key.lower() not in _CONNECTION_FIELDS
    ]
    return {
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


def decode_path(path: str) -> str:
    """Return the decoded path for an ASGI scope; the path itself if it cannot be decoded."""
    try:
        return decode_pathname(path)
    except ValueError:
        return path


def _as_headers(response: httpx.Response, *, by_network: bool) -> list[tuple[str, str]]:
    """Return the fields as JavaScript's `Headers` does: sorted by name, repeated ones joined, but cookies."""
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
