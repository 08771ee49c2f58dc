"""A request's cookies: those that came with it and those that are being set.

Defaults and path rules are SvelteKit's (https://svelte.dev/docs/kit/@sveltejs-kit#Cookies): http-only,
same-site lax, path ``/``, and secure except on ``http://localhost``. What was set is visible to later reads
of the same request wherever the browser would send it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Final, Literal, TypedDict, Unpack, get_args
from urllib.parse import quote

import ada_url

from lissome.routing.paths import TrailingSlash, add_data_suffix, decode_component, normalize_path
from lissome.url import URL

SameSite = Literal["strict", "lax", "none"]
Priority = Literal["low", "medium", "high"]

# What may be where in Set-Cookie: RFC 6265 section 4.1.1, as wide as the package `cookie`, which kit uses.
_NAME: Final = re.compile(r"[!-:<>-~]+")
_VALUE: Final = re.compile(r"[!-:<-~]*")
_PATH: Final = re.compile(r"[ -:=-~]*")
_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN: Final = re.compile(rf"\.?{_LABEL}(?:\.{_LABEL})*", re.IGNORECASE)
# A value that can stand as it is; any other is percent-encoded. With `%` itself, so that reading undoes it.
_PLAIN_VALUE: Final = re.compile(r"[!#$&-+\--:<-\[\]-~]*")
# encodeURIComponent leaves these and letters and digits alone.
_UNESCAPED: Final = "!'()*-._~"
# A path that no URL parser would change.
_PLAIN_PATH: Final = re.compile(r"/|(?:/[A-Za-z0-9_-][A-Za-z0-9._~-]*)+/?")
# Paths are resolved against it as kit does: by the rules for schemes that browsers do not know.
_NO_ORIGIN: Final = "a://"
_MAX_SAFE: Final = 2**53 - 1  # JavaScript's Number.MAX_SAFE_INTEGER
_INTEGER: Final = re.compile(r"-?\d+", re.ASCII)
_FIRST_YEAR: Final = 1601  # RFC 6265 section 5.1.1


class CookieOptions(TypedDict, total=False):
    """What `Cookies.set`, `delete` and `serialize` take besides name and value.

    Attributes:
        path: ``/`` when left out; a relative one is resolved against the page's path.
        http_only: hidden from JavaScript; on when left out.
        secure: sent over TLS only; on when left out or None, except on http://localhost and in dev.
        same_site: ``lax`` when left out. True means ``strict``; None and False leave the attribute out.
        max_age: seconds.
        expires: best with a time zone.
        domain: without it only this host gets the cookie.
        partitioned: one jar for each site that embeds this one.
        priority: which cookies Chromium drops first when there are too many.
        encode: turns the value into one that may stand in a header, instead of percent-encoding.
    """

    path: str
    http_only: bool
    secure: bool | None
    same_site: SameSite | bool | None
    max_age: int | None
    expires: datetime | None
    domain: str | None
    partitioned: bool
    priority: Priority | None
    encode: Callable[[str], str] | None


@dataclass(frozen=True, slots=True)
class Cookie:
    """A cookie to be set; see `CookieOptions`."""

    name: str
    value: str
    path: str = "/"
    http_only: bool = True
    secure: bool | None = True
    same_site: SameSite | bool | None = "lax"
    max_age: int | None = None
    expires: datetime | None = None
    domain: str | None = None
    partitioned: bool = False
    priority: Priority | None = None
    encode: Callable[[str], str] | None = None

    def header(self) -> str:
        """The value of the Set-Cookie header."""
        expires = self.expires
        date = None if expires is None else format_datetime(expires.astimezone(UTC), usegmt=True)
        same_site = "strict" if self.same_site is True else self.same_site or None
        parts = (
            f"{self.name}={self._text()}",
            None if self.max_age is None else f"Max-Age={self.max_age}",
            self.domain and f"Domain={self.domain}",
            self.path and f"Path={self.path}",
            date and f"Expires={date}",
            self.http_only and "HttpOnly",
            self.secure and "Secure",
            self.partitioned and "Partitioned",
            self.priority and f"Priority={self.priority.capitalize()}",
            same_site and f"SameSite={same_site.capitalize()}",
        )
        return "; ".join(part for part in parts if part)

    def sent(self) -> str:
        """The value in a Cookie header."""
        return quote(self.value, safe=_UNESCAPED) if self.encode is None else self.encode(self.value)

    def _text(self) -> str:
        return self.value if self.encode is None and _PLAIN_VALUE.fullmatch(self.value) else self.sent()


def parse_cookie_header(header: str) -> dict[str, str]:
    """Names and values of a Cookie header, values still encoded; the first of equal names counts."""
    found: dict[str, str] = {}
    for pair in header.split(";"):
        name, equals, value = pair.partition("=")
        name = name.strip(" \t")
        if equals and name not in found:
            found[name] = value.strip(" \t")
    return found


def decode_value(value: str) -> str:
    """A cookie's value without percent-encoding; as it is where another program wrote it in its own way."""
    try:
        return decode_component(value)
    except ValueError:
        return value


class Cookies:
    """`event.cookies`.

    Args:
        header: the request's Cookie header, ``""`` if there is none.
        url: the page's URL; decides what matches and whether ``secure`` is on.
        dev: cookies are not secure in dev, which usually has no TLS.
    """

    __slots__ = ("_closed", "_incoming", "_jar", "_secure", "_trailing_slash", "_url")

    def __init__(self, header: str, url: URL, *, trailing_slash: TrailingSlash, dev: bool = False) -> None:
        self._incoming = parse_cookie_header(header) if header else {}
        self._jar: dict[tuple[str, str, str], Cookie] = {}
        self._url = url
        self._trailing_slash: TrailingSlash = trailing_slash
        self._secure = not dev and not (url.hostname == "localhost" and url.protocol == "http:")
        self._closed = False

    def get(
        self, name: str, default: str | None = None, *, decode: Callable[[str], str] | None = None
    ) -> str | None:
        """The value of a cookie as the browser would send it now, or `default`.

        Args:
            decode: how to read a value that came with the request, instead of percent-decoding.
        """
        best = self._best(name)
        if best is not None:
            return default if best.max_age == 0 else best.value
        value = self._incoming.get(name)
        return default if value is None else (decode or decode_value)(value)

    def get_all(self, *, decode: Callable[[str], str] | None = None) -> dict[str, str]:
        """All cookies that `get` would find."""
        names = [*self._incoming, *(cookie.name for cookie in self._jar.values() if self._matches(cookie))]
        values = {name: self.get(name, decode=decode) for name in names}
        return {name: value for name, value in values.items() if value is not None}

    def set(self, name: str, value: str, **options: Unpack[CookieOptions]) -> None:
        """Set a cookie with the response.

        Raises:
            ValueError: something of it cannot stand in a header.
            RuntimeError: the response has been made already.
        """
        self.add(self._cookie(name, value, options))

    def delete(self, name: str, **options: Unpack[CookieOptions]) -> None:
        """Make the browser forget a cookie; path and domain must be those it was set with."""
        self.add(self._cookie(name, "", {**options, "max_age": 0}))

    def serialize(self, name: str, value: str, **options: Unpack[CookieOptions]) -> str:
        """A Set-Cookie header's value with this request's defaults; sets nothing.

        Raises:
            ValueError: something of it cannot stand in a header.
        """
        return self._cookie(name, value, options).header()

    # For the framework.

    def add(self, cookie: Cookie) -> None:
        """Set a cookie that is complete already."""
        if self._closed:
            msg = (
                f"cookies.set({cookie.name!r}) came after the response was made; the browser would not get it"
            )
            raise RuntimeError(msg)
        self._jar[cookie.domain or "", cookie.path, cookie.name] = cookie

    def close(self) -> None:
        """From now on setting is an error."""
        self._closed = True

    def headers(self) -> Iterator[str]:
        """Set-Cookie headers of everything that was set."""
        for cookie in self._jar.values():
            yield cookie.header()
            if cookie.path.endswith(".html"):
                # The data of such a page is its sibling, not its child, so it needs a cookie of its own.
                yield replace(cookie, path=add_data_suffix(cookie.path)).header()

    def header_for(self, hostname: str, path: str, explicit: str | None) -> str:
        """The Cookie header of a request that this one makes to `hostname`."""
        combined = dict(self._incoming)
        for cookie in self._jar.values():
            if domain_matches(hostname, cookie.domain) and path_matches(path, cookie.path):
                combined[cookie.name] = cookie.sent()
        if explicit:
            combined |= parse_cookie_header(explicit)
        return "; ".join(f"{name}={value}" for name, value in combined.items())

    def _best(self, name: str) -> Cookie | None:
        """Of the cookies set under this name the one with the longest path that matches the page."""
        fitting = [cookie for cookie in self._jar.values() if cookie.name == name and self._matches(cookie)]
        return max(fitting, key=lambda cookie: len(cookie.path), default=None)

    def _matches(self, cookie: Cookie) -> bool:
        url = self._url
        return domain_matches(url.hostname, cookie.domain) and path_matches(url.pathname, cookie.path)

    def _cookie(self, name: str, value: str, options: CookieOptions) -> Cookie:
        cookie = Cookie(name, value, **options)
        if options.get("secure") is None:
            cookie = replace(cookie, secure=self._secure)
        if not cookie.domain or cookie.domain == self._url.hostname:
            cookie = replace(cookie, path=self._resolve(cookie.path))
        _check(cookie)
        return cookie

    def _resolve(self, path: str) -> str:
        if _PLAIN_PATH.fullmatch(path) or path.startswith("//"):
            return path
        page = normalize_path(self._url.pathname, self._trailing_slash)
        url = ada_url.URL(path, f"{_NO_ORIGIN}{page}")
        own = url.protocol == _NO_ORIGIN[:-2]
        return f"{url.pathname}{url.search}{url.hash}" if own else str(url.href)


def _check(cookie: Cookie) -> None:
    """Refuse what the browser would not understand, while it is known who set it.

    Raises:
        ValueError: and says what is wrong.
    """
    problem = next(_problems(cookie), None)
    if problem:
        raise ValueError(f"cookie {cookie.name!r}: {problem}")


def _problems(cookie: Cookie) -> Iterator[str]:
    if not _NAME.fullmatch(cookie.name):
        yield "the name may only have ASCII letters, digits and punctuation other than = and ; (RFC 6265)"
    if cookie.encode is not None and not _VALUE.fullmatch(cookie.sent()):
        yield "encode() made a value with characters that cannot stand in a header"
    if not _PATH.fullmatch(cookie.path):
        yield f"the path {cookie.path!r} has characters that cannot stand in a header"
    if cookie.domain and not _DOMAIN.fullmatch(cookie.domain):
        yield f"the domain {cookie.domain!r} is no host name; write it as in example.com"
    yield from _odd_times(cookie)
    yield from _odd_words(cookie)


def _odd_times(cookie: Cookie) -> Iterator[str]:
    age: float | None = cookie.max_age  # not every app is type-checked
    expires = cookie.expires
    if age is not None and not (isinstance(age, int) and abs(age) <= _MAX_SAFE):
        yield f"max_age must be a whole number of seconds, not {age!r}"
    if expires is not None and expires.astimezone(UTC).year < _FIRST_YEAR:
        yield f"expires is {expires}, before {_FIRST_YEAR}; to delete a cookie use cookies.delete()"


def _odd_words(cookie: Cookie) -> Iterator[str]:
    words = (
        ("same_site", "" if isinstance(cookie.same_site, bool) else cookie.same_site, get_args(SameSite)),
        ("priority", cookie.priority, get_args(Priority)),
    )
    for name, word, known in words:
        if word and word.lower() not in known:
            yield f"{name} is {word!r}; it must be one of {', '.join(known)}, or None"


def domain_matches(hostname: str, domain: str | None) -> bool:
    """Whether a cookie of `domain` is sent to `hostname` (RFC 6265 section 5.1.3)."""
    if not domain:
        return True
    domain = domain.removeprefix(".")
    return hostname == domain or hostname.endswith("." + domain)


def path_matches(path: str, cookie_path: str | None) -> bool:
    """Whether a cookie of `cookie_path` is sent with `path` (RFC 6265 section 5.1.4)."""
    if not cookie_path:
        return True
    cookie_path = cookie_path.removesuffix("/")
    return path == cookie_path or path.startswith(cookie_path + "/")


def parse_set_cookie(header: str) -> tuple[str, str, Mapping[str, str]]:
    """Name, value (still encoded) and attributes (lower-case names) of a Set-Cookie header."""
    first, *rest = header.split(";")
    name, _, value = first.partition("=")
    pairs = (part.partition("=") for part in rest)
    return name.strip(), value.strip(), {key.strip().lower(): text.strip() for key, _, text in pairs}


def received_cookie(header: str, folder: str) -> Cookie:
    """The cookie of a Set-Cookie header that came with a response, its value kept as it is written.

    Args:
        folder: its path when it names none.
    """
    name, value, attributes = parse_set_cookie(header)
    same_site, priority = attributes.get("samesite", "").lower(), attributes.get("priority", "").lower()
    age = attributes.get("max-age", "")
    return Cookie(
        name,
        value,
        attributes.get("path") or folder,
        http_only="httponly" in attributes,
        secure="secure" in attributes,
        same_site=same_site if same_site in get_args(SameSite) else None,  # type: ignore[arg-type]
        max_age=int(age) if _INTEGER.fullmatch(age) else None,
        expires=_date(attributes.get("expires", "")),
        domain=attributes.get("domain"),
        partitioned="partitioned" in attributes,
        priority=priority if priority in get_args(Priority) else None,  # type: ignore[arg-type]
        encode=str,
    )


def _date(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # the latter of a time zone beyond all measure
        return None
