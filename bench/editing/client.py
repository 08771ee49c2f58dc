"""The client of both measurements: one connection that is kept, a request at a time."""

import contextlib

import httpx
from harness.servers import Server


def client_of(server: Server) -> httpx.Client:
    """A client that asks as a browser asks for a page. The environment's proxies are left aside."""
    return httpx.Client(
        base_url=server.url,
        headers={"accept": "text/html"},
        timeout=60,
        trust_env=False,
        follow_redirects=False,
    )


def get(client: httpx.Client, address: str) -> httpx.Response | None:
    """The page, complete; None as long as there is none: nobody listens, or it says that it is starting."""
    with contextlib.suppress(httpx.TransportError):
        response = client.get(address)
        return response if response.status_code == httpx.codes.OK else None
    return None
