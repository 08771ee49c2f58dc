"""The HTTP client that all requests of a worker share. It has connections, and nothing else to remember."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, Final

import httpx

from lissome.server.http.redirects import is_redirect

if TYPE_CHECKING:
    import ssl

# Sends one request, without following redirects.
SendOne = Callable[[httpx.Request], Awaitable[httpx.Response]]

# The time limits of Node's fetch, in seconds: for the connection; for the headers, and between two parts of
# the body. The request that fetches has a limit of its own, which also counts the wait for a free connection.
TIME_LIMITS: Final = httpx.Timeout(300.0, connect=10.0, pool=None)

_NO_AUTH: Final = httpx.Auth()
# Keeps a response's headers while httpx has it.
_HEADERS: Final = "lissome_headers"


def no_cookies() -> CookieJar:
    """Return a cookie jar that takes none from any response, and gives none to any request."""
    return CookieJar(DefaultCookiePolicy(allowed_domains=()))


def open_client(tls: ssl.SSLContext | None = None) -> httpx.AsyncClient:
    """Return the client of a worker.

    Args:
        tls: the trusted certificates, if they were read already.
    """
    return httpx.AsyncClient(
        # one context for all of the client's transports: each takes 30 ms to make
        verify=tls or httpx.create_ssl_context(),
        cookies=no_cookies(),
        timeout=TIME_LIMITS,
        event_hooks={"response": [_hide_location]},
    )


async def send_by_network(client: httpx.AsyncClient, request: httpx.Request) -> httpx.Response:
    """Send one request, with the headers that httpx adds by itself; a redirect is the response.

    Raises:
        httpx.RequestError: there is no answer.
    """
    for name, value in client.headers.items():
        request.headers.setdefault(name, value)
    response = await client.send(request, auth=_NO_AUTH, follow_redirects=False)
    response.headers = response.extensions.pop(_HEADERS, response.headers)
    return response


async def send_with_auth(auth: httpx.Auth, request: httpx.Request, send: SendOne) -> httpx.Response:
    """Send the requests of an auth flow until it has its answer.

    httpx's own client does the same, but only to servers.
    """
    flow = auth.async_auth_flow(request)
    try:
        request = await anext(flow)
        while True:
            response = await send(request)
            try:
                request = await flow.asend(response)
            except StopAsyncIteration:
                return response
    finally:
        await flow.aclose()


async def _hide_location(response: httpx.Response) -> None:
    """Keep a redirect from httpx, which raises if it cannot parse the URL, followed or not."""
    if is_redirect(response):
        headers = response.headers
        response.extensions[_HEADERS] = headers
        response.headers = httpx.Headers([pair for pair in headers.raw if pair[0].lower() != b"location"])
