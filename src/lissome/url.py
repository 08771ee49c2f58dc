"""URLs as browsers and SvelteKit understand them (WHATWG URL), with Python names.

Parsing is ada's, the parser of Node. Requests whose target needs no normalising skip it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NoReturn
from urllib.parse import parse_qsl, urlencode

import ada_url

# A target that the WHATWG parser leaves exactly as it is: no dot segments, no escapes, no odd characters.
_PLAIN_PATH = re.compile(r"(?:/[A-Za-z0-9_~!$&'()*+,;=:@-][A-Za-z0-9._~!$&'()*+,;=:@-]*)*/?")
# RFC 3986 section 3.2.2, as far as a Host header may have it: name or address, and a port.
_HOST = re.compile(r"(?:[A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])(?::\d{0,5})?")
# A host that the WHATWG parser leaves as it is: a name whose last label is no number, or an IPv4 address as
# it is usually written.
_BYTE = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_PLAIN_HOST = re.compile(
    rf"(?:{_BYTE}(?:\.{_BYTE}){{3}}|(?!.*xn--)(?:[a-z0-9-]+\.)*[a-z][a-z0-9-]*)(?::(?:[1-5]\d{{4}}|[1-9]\d{{0,3}}))?",
    re.ASCII,
)
_PLAIN_QUERY = re.compile(r"[A-Za-z0-9._~!$&()*+,;=:@/?%\[\]-]*")


class SearchParams:
    """The decoded query of a URL: an ordered list of names and values, as URLSearchParams."""

    __slots__ = ("_pairs",)

    def __init__(self, query: str = "") -> None:
        self._pairs: list[tuple[str, str]] = parse_qsl(query, keep_blank_values=True) if query else []

    def get(self, name: str, default: str | None = None) -> str | None:
        """The first value of `name`, or `default`."""
        return next((value for key, value in self._pairs if key == name), default)

    def get_all(self, name: str) -> list[str]:
        """All values of `name`, in order."""
        return [value for key, value in self._pairs if key == name]

    def has(self, name: str) -> bool:
        """Whether `name` occurs."""
        return any(key == name for key, _ in self._pairs)

    def keys(self) -> list[str]:
        """All names in order, repeated ones included."""
        return [key for key, _ in self._pairs]

    def items(self) -> list[tuple[str, str]]:
        """All names with their values in order."""
        return list(self._pairs)

    def without(self, *names: str) -> SearchParams:
        """A copy in which `names` do not occur."""
        copy = SearchParams()
        copy._pairs = [pair for pair in self._pairs if pair[0] not in names]
        return copy

    def __contains__(self, name: object) -> bool:
        return any(key == name for key, _ in self._pairs)

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys())

    def __len__(self) -> int:
        return len(self._pairs)

    def __str__(self) -> str:
        # Python leaves `~` alone and escapes `*`, the form-urlencoded serialiser of WHATWG does the opposite
        return urlencode(self._pairs, safe="*").replace("~", "%7E")

    def __repr__(self) -> str:
        return f"SearchParams({str(self)!r})"


class URL:
    """A parsed URL. Immutable; `with_path` makes changed copies.

    Attributes:
        origin: ``https://example.com:8000``.
        pathname: begins with ``/``, percent-encoded.
        search: ``""`` or begins with ``?``.
    """

    __slots__ = ("_search_params", "origin", "pathname", "search")

    origin: str
    pathname: str
    search: str

    def __init__(self, origin: str, pathname: str, search: str = "") -> None:
        self.origin = origin
        self.pathname = pathname
        self.search = search
        self._search_params: SearchParams | None = None

    @property
    def href(self) -> str:
        """The whole URL."""
        return f"{self.origin}{self.pathname}{self.search}"

    @property
    def protocol(self) -> str:
        """``http:`` or ``https:``."""
        return self.origin.partition("//")[0]

    @property
    def host(self) -> str:
        """Host name and, if it is not the default one, port."""
        return self.origin.partition("//")[2]

    @property
    def hostname(self) -> str:
        """The host without its port."""
        host = self.host
        return host if host.endswith("]") else re.sub(r":\d+$", "", host)

    @property
    def port(self) -> str:
        """The port, or ``""`` when it is the scheme's default one."""
        return self.host[len(self.hostname) + 1 :]

    @property
    def hash(self) -> NoReturn:
        """Never available on a server: browsers do not send it."""
        msg = "url.hash is not sent to servers; read it in the browser, for example in onMount"
        raise AttributeError(msg)

    @property
    def search_params(self) -> SearchParams:
        """The decoded query."""
        if self._search_params is None:
            self._search_params = SearchParams(self.search[1:])
        return self._search_params

    def with_path(self, pathname: str, search: str | None = None) -> URL:
        """This URL with another path, and another query if one is given."""
        return URL(self.origin, pathname, self.search if search is None else search)

    def join(self, reference: str) -> str:
        """Resolve `reference` against this URL and return the whole URL.

        Raises:
            ValueError: it is no valid URL.
        """
        return ada_url.join_url(self.href, reference)

    def __str__(self) -> str:
        return self.href

    def __repr__(self) -> str:
        return f"URL({self.href!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, URL) and self.href == other.href

    def __hash__(self) -> int:
        return hash(self.href)


def parse_url(text: str, base: str | None = None) -> URL:
    """Parse an absolute URL, or a reference against `base`. A fragment is dropped.

    Raises:
        ValueError: it is no valid URL.
    """
    parsed = ada_url.URL(text, base) if base is not None else ada_url.URL(text)
    return URL(str(parsed.origin), str(parsed.pathname), str(parsed.search))


def request_origin(scheme: str, host: str) -> str:
    """The origin of a request, as ``new URL()`` would have it.

    Args:
        host: the Host header as it came.

    Raises:
        ValueError: no URL can have this host.
    """
    host = host.lower()
    if not _PLAIN_HOST.fullmatch(host):
        if not _HOST.fullmatch(host):
            msg = f"{host!r} is no host"
            raise ValueError(msg)
        return parse_url(f"{scheme}://{host}").origin
    return f"{scheme}://{host.removesuffix(':443' if scheme == 'https' else ':80')}"


def request_url(origin: str, path: str, query: str) -> URL:
    """The URL of a request, normalised as ``new URL()`` would.

    Args:
        origin: scheme and host, already checked.
        path: the request target's path as it was sent, still percent-encoded.
        query: without ``?``.

    Raises:
        ValueError: it is no valid URL.
    """
    if _PLAIN_PATH.fullmatch(path) and (not query or _PLAIN_QUERY.fullmatch(query)):
        return URL(origin, path or "/", f"?{query}" if query else "")
    parsed = ada_url.URL(f"{origin}{path}{'?' + query if query else ''}")
    # The origin is the caller's: a target such as `//evil.example` must not change it.
    if parsed.origin != ada_url.URL(origin).origin:
        msg = f"request target {path!r} names another origin"
        raise ValueError(msg)
    return URL(origin, str(parsed.pathname), str(parsed.search))
