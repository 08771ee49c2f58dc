"""A request's cookies: those that came with it and those that are being set.

Defaults and path rules are SvelteKit's (https://svelte.dev/docs/kit/@sveltejs-kit#Cookies): http-only,
same-site lax, path ``/``, and secure except on ``http://localhost``. What was set is visible to later reads
of the same request wherever the browser would send it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Literal, get_args
from urllib.parse import quote

from lissome.routing.paths import TrailingSlash, add_data_suffix, decode_component, normalize_path
from lissome.url import URL, parse_url

SameSite = Literal["strict", "lax", "none"]

# RFC 6265 section 4.1.1: what a name may be made of.
_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_ATTRIBUTE = re.compile(r"[\x20-\x3a\x3c-\x7e]*")
# A value that can stand as it is; any other is percent-encoded. With `%` itself, so that reading undoes it.
_PLAIN_VALUE = re.compile(r"[!#$&-+\--:<-\[\]-~]*")
# encodeURIComponent leaves these and letters and digits alone.
_UNESCAPED = "!'()*-._~"


@dataclass(frozen=True, slots=True)
class Cookie:
    """A cookie to be set."""

    name: str
    value: str
    path: str
    http_only: bool = True
    secure: bool = True
    same_site: SameSite | None = "lax"
    max_age: int | None = None
    expires: datetime | None = None
    domain: str | None = None
    partitioned: bool = False
    encoded: bool = False

    def header(self) -> str:
        """The value of the Set-Cookie header."""
        as_it_is = self.encoded or _PLAIN_VALUE.fullmatch(self.value)
        value = self.value if as_it_is else quote(self.value, safe=_UNESCAPED)
        parts = [f"{self.name}={value}"]
        if self.max_age is not None:
            parts.append(f"Max-Age={self.max_age}")
        if self.domain:
            parts.append(f"Domain={self.domain}")
        if self.path:
            parts.append(f"Path={self.path}")
        if self.expires is not None:
            parts.append(f"Expires={format_datetime(self.expires.astimezone(UTC), usegmt=True)}")
        parts += [
            word
            for word, wanted in (
                ("HttpOnly", self.http_only),
                ("Secure", self.secure),
                ("Partitioned", self.partitioned),
            )
            if wanted
        ]
        if self.same_site:
            parts.append(f"SameSite={self.same_site.capitalize()}")
        return "; ".join(parts)


def parse_cookie_header(header: str) -> dict[str, str]:
    """Names and values of a Cookie header, values still encoded; the first of equal names counts."""
    found: dict[str, str] = {}
    for pair in header.split(";"):
        name, equals, value = pair.partition("=")
        name = name.strip()
        if equals and name not in found:
            found[name] = value.strip()
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

    def get(self, name: str, default: str | None = None) -> str | None:
        """The value of a cookie as the browser would send it now, or `default`."""
        best = self._best(name)
        if best is not None:
            return default if best.max_age == 0 else best.value
        value = self._incoming.get(name)
        return default if value is None else decode_value(value)

    def get_all(self) -> dict[str, str]:
        """All cookies that `get` would find."""
        names = [*self._incoming, *(cookie.name for cookie in self._jar.values())]
        values = {name: self.get(name) for name in names}
        return {name: value for name, value in values.items() if value is not None}

    def set(
        self,
        name: str,
        value: str,
        *,
        path: str = "/",
        http_only: bool = True,
        secure: bool | None = None,
        same_site: SameSite | None = "lax",
        max_age: int | None = None,
        expires: datetime | None = None,
        domain: str | None = None,
        partitioned: bool = False,
    ) -> None:
        """Set a cookie with the response.

        Args:
            path: a relative one is resolved against the page's path.
            secure: on by default, except on http://localhost and in dev.
            max_age: seconds.

        Raises:
            ValueError: name, path, domain or same_site cannot stand in a header.
            RuntimeError: the response has been made already.
        """
        self.add(
            self._cookie(
                Cookie(
                    name,
                    value,
                    path,
                    http_only=http_only,
                    secure=self._secure if secure is None else secure,
                    same_site=same_site,
                    max_age=max_age,
                    expires=expires,
                    domain=domain,
                    partitioned=partitioned,
                )
            )
        )

    def delete(self, name: str, *, path: str = "/", domain: str | None = None) -> None:
        """Make the browser forget a cookie; `path` and `domain` must be those it was set with."""
        self.set(name, "", path=path, domain=domain, max_age=0)

    def serialize(self, name: str, value: str, *, path: str = "/", max_age: int | None = None) -> str:
        """A Set-Cookie header's value with this request's defaults; sets nothing."""
        return self._cookie(Cookie(name, value, path, secure=self._secure, max_age=max_age)).header()

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
                combined[cookie.name] = (
                    cookie.value if cookie.encoded else quote(cookie.value, safe=_UNESCAPED)
                )
        if explicit:
            combined |= parse_cookie_header(explicit)
        return "; ".join(f"{name}={value}" for name, value in combined.items())

    def _best(self, name: str) -> Cookie | None:
        """Of the cookies set under this name the one with the longest path that matches the page."""
        fitting = [
            cookie
            for cookie in self._jar.values()
            if cookie.name == name
            and domain_matches(self._url.hostname, cookie.domain)
            and path_matches(self._url.pathname, cookie.path)
        ]
        return max(fitting, key=lambda cookie: len(cookie.path), default=None)

    def _cookie(self, cookie: Cookie) -> Cookie:
        _check(cookie)
        if cookie.domain and cookie.domain != self._url.hostname:
            return cookie
        if cookie.path.startswith("/"):
            return cookie
        page = normalize_path(self._url.pathname, self._trailing_slash)
        return replace(cookie, path=parse_url(cookie.path, f"{self._url.origin}{page}").pathname)


def _check(cookie: Cookie) -> None:
    if not _NAME.fullmatch(cookie.name):
        msg = f"cookie name {cookie.name!r} may only have letters, digits and !#$%&'*+-.^_`|~ (RFC 6265)"
        raise ValueError(msg)
    if cookie.same_site is not None and cookie.same_site not in get_args(SameSite):
        msg = f"cookie same_site {cookie.same_site!r} must be one of {', '.join(get_args(SameSite))}, or None"
        raise ValueError(msg)
    for what, text in (("path", cookie.path), ("domain", cookie.domain or "")):
        if not _ATTRIBUTE.fullmatch(text):
            msg = f"cookie {what} {text!r} has characters that cannot stand in a header"
            raise ValueError(msg)


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
