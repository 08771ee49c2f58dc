"""The incoming request: as the client sent it. Nothing changes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any, Final

from lissome.server.http.forwarded import TrustedProxies
from lissome.server.http.headers import combine
from lissome.url import URL, request_origin, request_url

Scope = Mapping[str, Any]
OriginOf = Callable[[str, str], str]

# Methods that no Request can have (https://fetch.spec.whatwg.org/#forbidden-method): kit knows none of them.
_FORBIDDEN_METHODS: Final = frozenset({"CONNECT", "TRACE", "TRACK"})
_LONGEST_PATH: Final = 120  # characters, in a label


@dataclass(slots=True, eq=False, repr=False)  # its fields take half the time of a NamedTuple's
class IncomingRequest:
    """A request.

    Attributes:
        scope: ASGI's; client and scheme as the trusted proxies have forwarded them, and repeated headers as
            one value.
        method: in upper case.
        url: as it was sent, normalised as a browser would.
        headers: names in lower case; a repeated field is one value.
        server_scope: ASGI's as it came, which tracing tools around the app read too; None for a request of
            `event.fetch`.
        depth: how many requests of `event.fetch` this one is nested in; 0 for a client's.
        outer: the request whose `event.fetch` made this one; None for a client's.
    """

    scope: Scope
    method: str
    url: URL
    headers: Mapping[bytes, bytes]
    depth: int = 0
    server_scope: MutableMapping[str, Any] | None = None
    outer: IncomingRequest | None = None

    @property
    def of_client(self) -> IncomingRequest:
        """The client's request, which may have led to this one."""
        return self if self.outer is None else self.outer.of_client

    @property
    def label(self) -> str:
        """The request as logs name it: ``GET /users/7``. Without the query, which may hold secrets."""
        return label_of(self.method, self.url.pathname)

    def __repr__(self) -> str:
        # Not the fields: headers hold cookies, and a query may hold other secrets.
        return f"<{type(self).__name__} {self.label}>"

    def header(self, name: bytes) -> str | None:
        """Return a header field by its lower-case name."""
        value = self.headers.get(name)
        return None if value is None else value.decode("latin-1")


def label_of(method: str, pathname: str) -> str:
    """Return the label of a request; long paths are cut."""
    return f"{method} {pathname if len(pathname) <= _LONGEST_PATH else pathname[:_LONGEST_PATH] + '…'}"


def read_request(
    scope: MutableMapping[str, Any],
    path: str,
    *,
    proxies: TrustedProxies | None,
    origin: str | None,
    origin_of: OriginOf = request_origin,
) -> IncomingRequest | None:
    """Return the request of an ASGI scope; None if it is malformed (400).

    Args:
        path: as it was sent, percent-encoded.
        proxies: None if forwarded headers are ignored.
        origin: kit's `paths.origin`, which overrides scheme and host.
        origin_of: `request_origin`, or a cache of it.
    """
    method: str = scope["method"]
    if method in _FORBIDDEN_METHODS:
        return None
    server_scope = scope
    headers: dict[bytes, bytes] = dict(scope["headers"])
    is_combined = len(headers) != len(scope["headers"])
    if is_combined:
        headers = combine(scope["headers"])
    host = headers.get(b"host", b"localhost").decode("latin-1")
    if proxies is not None:
        scope, host = _as_forwarded(proxies, scope, host)  # another scope
    if not path.isascii():
        return None
    try:
        sent_to = origin_of(scope["scheme"], host)
        url = request_url(origin or sent_to, path, scope["query_string"].decode("ascii"))
    except ValueError:
        return None
    if is_combined:  # HTTP/2 has a field for each cookie; Starlette's Request would show the first
        scope = {**scope, "headers": list(headers.items())}
    return IncomingRequest(scope, method, url, headers, 0, server_scope)  # a keyword takes a fifth more time


def why_malformed(scope: Scope, path: str) -> str:
    """Return why `read_request` returned None."""
    if scope["method"] in _FORBIDDEN_METHODS:
        return "no browser sends this method, and SvelteKit knows none of these"
    if not path.isascii():
        return "the path is not percent-encoded"
    hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
    try:
        request_origin(scope["scheme"], hosts[-1] if hosts else "localhost")
    except ValueError:
        return "the Host header (or a proxy's Forwarded header) is not a valid host"
    return "its target is not a valid URL"


def _as_forwarded(proxies: TrustedProxies, scope: Scope, host: str) -> tuple[MutableMapping[str, Any], str]:
    """Return scope and host as the client meant them, before trusted proxies passed the request on."""
    client = scope.get("client")
    forwarded = proxies.read(client[0] if client else "", scope["headers"])
    if client is None or forwarded.client != client[0]:
        client = (forwarded.client, 0) if forwarded.client else None
    scope = {**scope, "client": client, "scheme": forwarded.scheme or scope["scheme"]}
    return scope, forwarded.host_of(host)
