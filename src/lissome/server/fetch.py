"""`event.fetch`: requests that the app makes while it serves one.

Those to the app itself go through `respond` without a socket, others through httpx. SvelteKit's rules decide
which cookies are sent: https://svelte.dev/docs/kit/load#Making-fetch-requests. The web's rules decide how
redirects are followed (`http/redirects.py`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any, Final, Unpack
from urllib.parse import unquote

import httpx

from lissome.described import described
from lissome.errors import AppError
from lissome.routing.paths import decode_pathname
from lissome.server.fetch_options import FetchOptions, SendOptions, read_options
from lissome.server.http.cookies import received_cookie
from lissome.server.http.headers import combine
from lissome.server.http.redirects import (
    MAX_REDIRECTS,
    REDIRECT_STATUSES,
    is_redirect,
    redirected,
    refused,
)
from lissome.server.http_client import send_by_network, send_with_auth
from lissome.server.request.context import RequestContext
from lissome.url import URL, parse_url

# Fields that httpx adds for the network; a request inside the process has no use for them.
_CONNECTION_FIELDS: Final = frozenset({b"host", b"connection", b"content-length", b"transfer-encoding"})
# The depth to which requests to the app itself may nest. Pages stop earlier, as kit's do; endpoints would
# never.
MAX_DEPTH: Final = 16


async def fetch(context: RequestContext, url: object, /, **options: Unpack[FetchOptions]) -> httpx.Response:
    """Fetch `url` for a request; see `RequestEvent.fetch`."""
    return await fetch_request(context, *read_options(context.url, url, options))


async def fetch_request(
    context: RequestContext, request: httpx.Request, options: SendOptions
) -> httpx.Response:
    """Send a request; the app's `handle_fetch` may change it, or answer it.

    Raises:
        httpx.RequestError: there is no answer.
        RuntimeError: requests to the app itself nest too deep: one of them fetches itself.
    """
    _prepare(request, options)
    hook = context.runtime.hooks.handle_fetch
    if hook is None:
        return await _send(context, request, options)

    async def send(request: httpx.Request) -> httpx.Response:
        _prepare(request, options)  # the hook may have made it
        return await _send(context, _copied(request), options)

    response: object = await hook(event=context.event, request=request, fetch=send)
    if not isinstance(response, httpx.Response):
        msg = (
            f"handle_fetch in src/hooks.server.py returned {described(response)}; "
            "return an httpx.Response: `return await fetch(request)`"
        )
        raise AppError(msg)
    return response


def _prepare(request: httpx.Request, options: SendOptions) -> None:
    if options.timeout is not None:
        request.extensions.setdefault("timeout", options.timeout.as_dict())
    if not isinstance(request.stream, httpx.AsyncByteStream):
        request.read()  # the body is an ordinary iterable


def _copied(request: httpx.Request) -> httpx.Request:
    """Return a copy: what is added to it must not reach another server that the hook tries next."""
    return httpx.Request(
        request.method,
        request.url,
        headers=request.headers,
        stream=request.stream,
        extensions=request.extensions,
    )


async def _send(context: RequestContext, request: httpx.Request, options: SendOptions) -> httpx.Response:
    """Send a request, and those that redirects lead to."""
    chain = _Chain(context, options, options.auth or _take_auth_of_url(request))
    history: list[httpx.Response] = []
    while True:
        fields = request.headers.raw  # the chain adds what is for this URL alone
        response = await chain.send(request)
        response.history = list(history)
        if not chain.follows(response):
            return response
        if len(history) == MAX_REDIRECTS:
            msg = f"more than {MAX_REDIRECTS} redirects"
            raise httpx.TooManyRedirects(msg, request=response.request)
        history.append(response)
        request = redirected(response, fields)
        chain.move(parse_url(str(response.request.url)), parse_url(str(request.url)))


@dataclass(slots=True)
class _Chain:
    """A request and those that its redirects lead to.

    Attributes:
        auth: None once a redirect has led to another origin.
        by_network: one of them went over the network, so the next ones do too, as on Node.
        is_trusted: only servers that may have the user's cookies have chosen where the next request goes.
    """

    context: RequestContext
    options: SendOptions
    auth: httpx.Auth | None
    by_network: bool = False
    is_trusted: bool = True

    async def send(self, request: httpx.Request) -> httpx.Response:
        """Send one request, with the headers that SvelteKit adds."""
        context = self.context
        url = parse_url(str(request.url))
        _set_origin(request, url, context.url, is_no_cors=self.options.is_no_cors)
        self.by_network = self.by_network or not _is_own(context, url)
        has_credentials = self.options.credentials != "omit" and self.is_trusted
        if self.by_network:
            if has_credentials and _is_related(url, context.url):
                _add_cookies(context, request, url)
        else:
            _add_own_headers(context, request, url, has_credentials=has_credentials)
        if self.auth is not None:
            return await send_with_auth(self.auth, request, self._send_of_flow)
        if self.by_network:
            return await _send_to_server(context, request)
        return await _send_to_app(context, request, url)

    async def _send_of_flow(self, request: httpx.Request) -> httpx.Response:
        """Send a request of an auth flow; it may go anywhere, for example to get a token."""
        url = parse_url(str(request.url))
        if self.by_network or not _is_own(self.context, url):
            return await _send_to_server(self.context, request)
        return await _send_to_app(self.context, request, url)

    def follows(self, response: httpx.Response) -> bool:
        """True if a response is a redirect that is to be followed.

        Raises:
            httpx.RemoteProtocolError: it is a redirect, and there must be none.
        """
        wanted = self.options.redirects
        if wanted == "error" and self.by_network and response.status_code in REDIRECT_STATUSES:
            raise refused(response)
        return is_redirect(response) and (wanted == "follow" or (wanted == "default" and self.by_network))

    def move(self, url: URL, target: URL) -> None:
        """Note what a redirect from one URL to another one changes."""
        if url.origin != target.origin:
            self.auth = None
        is_downgrade = url.protocol == "https:" and target.protocol == "http:"
        self.is_trusted = self.is_trusted and _is_related(url, self.context.url) and not is_downgrade


def _is_own(context: RequestContext, url: URL) -> bool:
    """True if the app itself answers at `url`."""
    base = context.runtime.manifest.paths.base
    if url.origin != context.url.origin:
        return False
    path = unquote(url.pathname)
    return not base or path == base or path.startswith(base + "/")


def _is_related(url: URL, page: URL) -> bool:
    """True if SvelteKit sends the user's cookies to the host: it is the page's, or a subdomain of it."""
    return f".{url.hostname}".endswith(f".{page.hostname}")


def _take_auth_of_url(request: httpx.Request) -> httpx.Auth | None:
    """Take name and password out of the URL, so that no redirect inherits them."""
    url = request.url
    if not url.userinfo:
        return None
    request.url = url.copy_with(userinfo=b"")
    return httpx.BasicAuth(url.username, url.password)


# -- headers


def _set_origin(request: httpx.Request, url: URL, page: URL, *, is_no_cors: bool) -> None:
    """Set Origin as a browser does: on all requests but a GET or HEAD of the page's own origin."""
    if request.method in ("GET", "HEAD") and (is_no_cors or url.origin == page.origin):
        request.headers.pop("origin", None)
    elif "origin" not in request.headers:
        request.headers["origin"] = page.origin


def _add_own_headers(
    context: RequestContext, request: httpx.Request, url: URL, *, has_credentials: bool
) -> None:
    """Add what the app's own requests have of the request that makes them."""
    outer = context.request
    if has_credentials:
        _add_cookies(context, request, url)
        _copy_header(outer.header(b"authorization"), "authorization", request)
    _copy_header(outer.header(b"accept-language"), "accept-language", request)
    if "accept" not in request.headers:
        request.headers["accept"] = "*/*"


def _copy_header(value: str | None, name: str, request: httpx.Request) -> None:
    if value is not None and name not in request.headers:
        request.headers[name] = value


def _add_cookies(context: RequestContext, request: httpx.Request, url: URL) -> None:
    header = context.cookies.header_for(url.hostname, url.pathname, request.headers.get("cookie"))
    if header:
        request.headers["cookie"] = header


# -- one request


async def _send_to_server(context: RequestContext, request: httpx.Request) -> httpx.Response:
    client = context.runtime.client
    if client is None:
        msg = "event.fetch to other origins works once the server has started"
        raise RuntimeError(msg)
    return await send_by_network(client, request)


async def _send_to_app(context: RequestContext, request: httpx.Request, url: URL) -> httpx.Response:
    """Have a request served in the process.

    Raises:
        httpx.ReadTimeout: the app has asked for a time limit, and there is no whole response yet.
    """
    _check_depth(context, request)
    scope = _to_scope(request, url, context.request.scope)
    body = await request.aread()
    work = context.runtime.serve_subrequest(context, scope, body)
    limit = request.extensions.get("timeout", {}).get("read")
    response = await (work if limit is None else _within(limit, work, request))
    response.request = request
    for header in response.headers.get_list("set-cookie"):  # for the browser too
        context.cookies.add(received_cookie(header, url.pathname.rpartition("/")[0] or "/"))
    return response


async def _within(limit: float, work: Awaitable[httpx.Response], request: httpx.Request) -> httpx.Response:
    bound = asyncio.timeout(limit)
    try:
        async with bound:
            return await work
    except TimeoutError:
        if not bound.expired():
            raise
        msg = f"{request.method} {request.url.path}: no response within {limit:g} s"
        raise httpx.ReadTimeout(msg, request=request) from None


def _check_depth(context: RequestContext, request: httpx.Request) -> None:
    outer = context.request
    if outer.depth >= MAX_DEPTH:
        msg = (
            f"event.fetch: {outer.method} {context.url.pathname} fetches {request.method} "
            f"{request.url.path}, inside of {MAX_DEPTH} requests of event.fetch already. "
            "Does one of them fetch itself? Call the function that makes the data instead."
        )
        raise RuntimeError(msg)


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
        "headers": list(combine([(b"host", host.encode()), *headers]).items()),
        "client": outer.get("client"),
        "server": outer.get("server"),
    }


def decode_path(path: str) -> str:
    """Return the decoded path for an ASGI scope; the path itself if it cannot be decoded."""
    try:
        return decode_pathname(path)
    except ValueError:
        return path
