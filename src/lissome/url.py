"""WHATWG URLs, as in browsers and SvelteKit, with Python names.

ada, the parser of Node, parses them. Request targets that need no normalisation skip it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import parse_qsl, urlencode

import ada_url

from lissome import spellings
from lissome.described import without_query
from lissome.spellings import no_attribute

# A target that the WHATWG parser does not change: no dot segments, no escapes, no special characters.
_PLAIN_PATH = re.compile(r"(?:/[A-Za-z0-9_~!$&'()*+,;=:@-][A-Za-z0-9._~!$&'()*+,;=:@-]*)*/?")
# The part of RFC 3986 section 3.2.2 that a Host header may contain: name or address, and a port.
_HOST = re.compile(r"(?:[A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])(?::\d{0,5})?")
# A host that the WHATWG parser does not change: a name whose last label is not a number, or an IPv4 address
# in the usual notation.
_BYTE = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_PLAIN_HOST = re.compile(
    rf"(?:{_BYTE}(?:\.{_BYTE}){{3}}|(?!.*xn--)(?:[a-z0-9-]+\.)*[a-z][a-z0-9-]*)(?::(?:[1-5]\d{{4}}|[1-9]\d{{0,3}}))?",
    re.ASCII,
)
_PLAIN_QUERY = re.compile(r"[A-Za-z0-9._~!$&()*+,;=:@/?%\[\]-]*")


_NO_HASH = "url.hash is not sent to servers; read it in the browser, for example in onMount"


class SearchParams:
    """The decoded query of a URL: an ordered list of names and values, like URLSearchParams."""

    __slots__ = ("_pairs",)

    def __init__(self, query: str = "") -> None:
        self._pairs: list[tuple[str, str]] = parse_qsl(query, keep_blank_values=True) if query else []

    def get(self, name: str, default: str | None = None) -> str | None:
        """Return the first value of `name`, or `default`."""
        return next((value for key, value in self._pairs if key == name), default)

    def get_all(self, name: str) -> list[str]:
        """Return all values of `name`, in order."""
        return [value for key, value in self._pairs if key == name]

    def has(self, name: str) -> bool:
        """Return True if `name` occurs."""
        return any(key == name for key, _ in self._pairs)

    def keys(self) -> list[str]:
        """Return all names in order, including repeated ones."""
        return [key for key, _ in self._pairs]

    def items(self) -> list[tuple[str, str]]:
        """Return all names with their values, in order."""
        return list(self._pairs)

    def without(self, *names: str) -> SearchParams:
        """Return a copy without `names`."""
        copy = SearchParams()
        copy._pairs = [pair for pair in self._pairs if pair[0] not in names]
        return copy

    def __getitem__(self, name: str) -> str:
        value = self.get(name)
        if value is None:
            msg = f"the URL has no parameter {name!r}; write search_params.get({name!r}) if it may be missing"
            raise KeyError(msg)
        return value

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            raise no_attribute("search_params", type(self), name, spellings.SEARCH_PARAMS)

    def __contains__(self, name: object) -> bool:
        return any(key == name for key, _ in self._pairs)

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys())

    def __len__(self) -> int:
        return len(self._pairs)

    def __str__(self) -> str:
        # Python escapes `*` and not `~`; the form-urlencoded serialiser of WHATWG does the opposite
        return urlencode(self._pairs, safe="*").replace("~", "%7E")

    def __repr__(self) -> str:
        # Not the values: a query may hold secrets, and objects are logged.
        return f"<SearchParams {', '.join(dict(self._pairs))}>"


class URL:
    """A parsed URL. Immutable; `with_path` makes changed copies.

    Attributes:
        origin: ``https://example.com:8000``.
        pathname: begins with ``/``, percent-encoded.
        search: ``""`` or begins with ``?``.
        href: the whole URL.
    """

    __slots__ = ("_search_params", "href", "origin", "pathname", "search")

    origin: str
    pathname: str
    search: str
    href: str

    def __init__(self, origin: str, pathname: str, search: str = "") -> None:
        self.origin = origin
        self.pathname = pathname
        self.search = search
        self.href = f"{origin}{pathname}{search}"
        self._search_params: SearchParams | None = None

    @property
    def protocol(self) -> str:
        """``http:`` or ``https:``."""
        return self.origin.partition("//")[0]

    @property
    def host(self) -> str:
        """The host name with its port, unless that is the default one."""
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
        """Raise AttributeError: browsers do not send the hash to servers."""
        raise AttributeError(_NO_HASH)

    @property
    def search_params(self) -> SearchParams:
        """The decoded query."""
        if self._search_params is None:
            self._search_params = SearchParams(self.search[1:])
        return self._search_params

    def with_path(self, pathname: str, search: str | None = None) -> URL:
        """Return this URL with another path, and another query if one is given."""
        return URL(self.origin, pathname, self.search if search is None else search)

    def join(self, reference: str) -> str:
        """Resolve `reference` against this URL and return the whole URL.

        Raises:
            ValueError: it is not a valid URL.
        """
        return ada_url.join_url(self.href, reference)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            if name == "hash":
                raise AttributeError(_NO_HASH)
            raise no_attribute("url", type(self), name, spellings.URL)

    def __str__(self) -> str:
        return self.href

    def __repr__(self) -> str:
        # Not the query, which may hold secrets: objects are logged.
        return f"URL({without_query(self.href)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, URL) and self.href == other.href

    def __hash__(self) -> int:
        return hash(self.href)


def parse_url(text: str, base: str | None = None) -> URL:
    """Parse an absolute URL, or a reference against `base`. A fragment is dropped.

    Raises:
        ValueError: it is not a valid URL.
    """
    parsed = ada_url.URL(text, base) if base is not None else ada_url.URL(text)
    return URL(str(parsed.origin), str(parsed.pathname), str(parsed.search))


def request_origin(scheme: str, host: str) -> str:
    """Return the origin of a request, normalised like ``new URL()`` does.

    Args:
        host: the Host header as it was sent.

    Raises:
        ValueError: the host is not valid in a URL.
    """
    host = host.lower()
    if not _PLAIN_HOST.fullmatch(host):
        if not _HOST.fullmatch(host):
            msg = f"{host!r} is not a valid host"
            raise ValueError(msg)
        return parse_url(f"{scheme}://{host}").origin
    return f"{scheme}://{host.removesuffix(':443' if scheme == 'https' else ':80')}"


def request_url(origin: str, path: str, query: str) -> URL:
    """Return the URL of a request, normalised like ``new URL()`` does.

    Args:
        origin: scheme and host, already validated.
        path: the percent-encoded path of the request target, as it was sent.
        query: without ``?``.

    Raises:
        ValueError: it is not a valid URL.
    """
    if _PLAIN_PATH.fullmatch(path) and (not query or _PLAIN_QUERY.fullmatch(query)):
        return URL(origin, path or "/", f"?{query}" if query else "")
    parsed = ada_url.URL(f"{origin}{path}{'?' + query if query else ''}")
    # A target such as `//evil.example` must not change the origin.
    if parsed.origin != ada_url.URL(origin).origin:
        msg = f"request target {path!r} names another origin"
        raise ValueError(msg)
    return URL(origin, str(parsed.pathname), str(parsed.search))
