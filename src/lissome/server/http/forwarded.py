"""Forwarded headers: the client's address, scheme and host, as trusted reverse proxies report them.

Anyone can send `X-Forwarded-For`. Only what a trusted proxy wrote may be believed, and every proxy adds to
the right end of the list. So the list is read from the right, as long as the hop that wrote the entry is one
that `[tool.lissome] trusted_proxies` names; the first address that is not a proxy's is the client's. What
stands further left came from the client and is ignored. Without trusted proxies all of it is.

Sources: RFC 7239 (Forwarded), section 8.1 for the caveats; the X- headers have no standard.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any, Final, Literal, NamedTuple

from lissome.settings import Network, Settings

Address = IPv4Address | IPv6Address
Headers = Iterable[tuple[bytes, bytes]]

# RFC 9110 section 5.6.4 and RFC 7239 section 4: one `name=value` of an element, the value perhaps quoted.
_PAIR: Final = re.compile(r'\s*([!#$%&\'*+.^_`|~\w-]+)=("(?:[^"\\]|\\.)*"|[^\s;,"]*)\s*', re.ASCII)
_WITH_PORT: Final = re.compile(r"(?:\[([^\]]+)\]|([\d.]+))(?::(?:\d{1,5}|_[\w.-]+))?", re.ASCII)

_PORT: Final = re.compile(r"\d{1,5}", re.ASCII)
_HAS_PORT: Final = re.compile(r":[^:\]]*\Z")

_QUOTES_PAIR: Final = re.compile(r'(?:[^"]|"(?:[^"\\]|\\.)*")*')
_ELEMENT: Final = re.compile(r'(?:[^",]|"(?:[^"\\]|\\.)*")+')


class Forwarded(NamedTuple):
    """The client's side of a request.

    Attributes:
        client: the client's IP address; "" if it is unknown.
        scheme: of the request to the outermost proxy; None if no proxy reports it.
        host: the Host of that request, not validated yet; None if no proxy reports it.
        port: of that request, for a Host that has none; None if no proxy reports it.
    """

    client: str
    scheme: Literal["http", "https"] | None = None
    host: str | None = None
    port: int | None = None

    def host_of(self, received: str) -> str:
        """Return the Host of the request to the outermost proxy, from the one that was received."""
        host = self.host or received
        return host if self.port is None or _HAS_PORT.search(host) else f"{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class TrustedProxies:
    """The reverse proxies whose headers are believed.

    Attributes:
        networks: their addresses.
        unix: True if every client of a Unix socket is one.
        headers: the header family that they write. A proxy passes on what it does not know, so believing both
            would let a client choose the one that the proxy leaves alone.
    """

    networks: tuple[Network, ...] = ()
    unix: bool = False
    headers: Literal["x-forwarded", "forwarded"] = "x-forwarded"

    @staticmethod
    def of(settings: Settings) -> TrustedProxies:
        """Return the proxies that the settings name."""
        given = settings.trusted_proxies
        networks = tuple(proxy for proxy in given if not isinstance(proxy, str))
        return TrustedProxies(networks, "unix" in given, settings.proxy_headers)

    def __bool__(self) -> bool:
        return self.unix or bool(self.networks)

    def trusts(self, address: str) -> bool:
        """True if the peer with this address is a trusted proxy; "" is a peer without an address."""
        if not address:
            return self.unix
        parsed = _address(address)
        return parsed is not None and any(
            parsed.version == network.version and parsed in network for network in self.networks
        )

    def read(self, peer: str, headers: Headers) -> Forwarded:
        """Return the client's side of a request.

        Args:
            peer: the address at the other end of the connection; "" for a Unix socket.
            headers: of the request, names in lower case; repeated ones are one list (RFC 9110 section 5.3).
        """
        if not self.trusts(peer):
            return Forwarded(peer)
        if self.headers == "forwarded":
            return self._by_forwarded(peer, _elements(_joined(headers, b"forwarded")))
        hops = _list(headers, b"x-forwarded-for")
        client, used = self._walk(peer, [_for(hop) for hop in hops])
        # Every proxy adds one entry to each list, or replaces the list: then its own is the only one.
        scheme = _entry(_list(headers, b"x-forwarded-proto"), used)
        host = _entry(_list(headers, b"x-forwarded-host"), used)
        port = _entry(_list(headers, b"x-forwarded-port"), used)
        return Forwarded(client, _scheme(scheme), host or None, _port(port))

    def applied_to(self, scope: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        """Return an ASGI scope with the client and the scheme that the proxies report, as uvicorn's has them.

        Its headers stay as they were received.
        """
        peer = scope.get("client")
        told = self.read(peer[0] if peer else "", scope["headers"])
        scheme = told.scheme or scope["scheme"]
        if scope["type"] == "websocket":
            scheme = scheme.replace("http", "ws")
        is_known = told.client == (peer[0] if peer else "")
        return {**scope, "client": peer if is_known else (told.client, 0), "scheme": scheme}

    def _walk(self, peer: str, hops: Sequence[str | None]) -> tuple[str, int]:
        """Return, from the right, the first address that is not a proxy's, and how many entries were read."""
        client = peer
        for used, hop in enumerate(reversed(hops), 1):
            if hop is None:
                return client, used
            client = hop
            if not self.trusts(hop):
                return client, used
        return client, len(hops)

    def _by_forwarded(self, peer: str, elements: Sequence[str]) -> Forwarded:
        parsed = [dict(_pairs(element)) for element in elements]
        client, used = self._walk(peer, [_for(element.get("for", "")) for element in parsed])
        if not used:
            return Forwarded(client)
        outermost = parsed[-used]
        return Forwarded(client, _scheme(outermost.get("proto", "")), outermost.get("host") or None)


def _address(text: str) -> Address | None:
    """Parse an IP address; an IPv4-mapped IPv6 address, which a dual-stack socket reports, is an IPv4 one."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _for(text: str) -> str | None:
    """Return the address in an entry, without port and brackets; None if it is not an address."""
    text = text.strip()
    match = _WITH_PORT.fullmatch(text)
    address = _address((match[1] or match[2]) if match else text)
    return None if address is None else str(address)


def _scheme(text: str) -> Literal["http", "https"] | None:
    match text.lower():
        case "https" | "wss":
            return "https"
        case "http" | "ws":
            return "http"
        case _:
            return None


def _port(text: str) -> int | None:
    return int(text) if _PORT.fullmatch(text) and 0 < int(text) < 1 << 16 else None


def _entry(values: Sequence[str], used: int) -> str:
    """Return the entry of the proxy that wrote the client's address."""
    return values[-min(max(used, 1), len(values))] if values else ""


def _joined(headers: Headers, name: bytes) -> str:
    return b",".join(value for key, value in headers if key == name).decode("latin-1")


def _list(headers: Headers, name: bytes) -> list[str]:
    """The entries of an X- header, empty ones left out (RFC 9110 section 5.6.1.2)."""
    entries = (entry.strip() for entry in _joined(headers, name).split(","))
    return [entry for entry in entries if entry]


def _elements(text: str) -> list[str]:
    """The elements of a `Forwarded` header; none of a malformed one.

    A quote that the client leaves open would swallow what the proxy wrote behind it, and make the client's
    own element the last. So quotes that do not pair make the whole header worthless.
    """
    if not _QUOTES_PAIR.fullmatch(text):
        return []
    elements = (element.strip() for element in _ELEMENT.findall(text))
    return [element for element in elements if element]


def _pairs(element: str) -> Iterator[tuple[str, str]]:
    """The pairs of a `Forwarded` element; of a malformed one, those before the fault."""
    position = 0
    while (match := _PAIR.match(element, position)) is not None:
        value = match[2]
        if value.startswith('"'):
            value = re.sub(r"\\(.)", r"\1", value[1:-1])
        yield match[1].lower(), value
        position = match.end()
        if element[position : position + 1] != ";":
            return
        position += 1
