"""`event.cookies`: the cookies of the request and of the response.

Defaults and path rules are SvelteKit's (https://svelte.dev/docs/kit/@sveltejs-kit#Cookies): http-only,
same-site lax, path ``/``, and secure except on ``http://localhost``. A cookie that was set is visible to
later reads of the same request wherever the browser would send it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Never, Unpack

import ada_url

from lissome import spellings
from lissome.page_options import TrailingSlash
from lissome.routing.paths import add_data_suffix, normalize_path
from lissome.server.http.cookies import (
    Cookie,
    CookieOptions,
    check_arguments,
    check_cookie,
    decode_value,
    domain_matches,
    parse_cookie_header,
    path_matches,
)
from lissome.spellings import no_attribute, no_subscript
from lissome.url import URL

# A path that no URL parser would change.
_PLAIN_PATH: Final = re.compile(r"/|(?:/[A-Za-z0-9_-][A-Za-z0-9._~-]*)+/?")
# Paths are resolved against it as kit does: by the rules for schemes that browsers do not know.
_NO_ORIGIN: Final = "a://"


class Cookies:
    """The cookies of a request, and those that its response sets.

    Args:
        header: the request's Cookie header, ``""`` if there is none.
        url: the page's URL; decides what matches and whether ``secure`` is on.
        dev: cookies are not secure in dev, which usually has no TLS.
    """

    __slots__ = ("_closed", "_dev", "_incoming", "_jar", "_trailing_slash", "_url")

    def __init__(self, header: str, url: URL, *, trailing_slash: TrailingSlash, dev: bool = False) -> None:
        self._incoming = parse_cookie_header(header) if header else {}
        self._jar: dict[tuple[str, str, str], Cookie] = {}
        self._url = url
        self._trailing_slash: TrailingSlash = trailing_slash
        self._dev = dev
        self._closed = False

    def get(
        self, name: str, default: str | None = None, *, decode: Callable[[str], str] | None = None
    ) -> str | None:
        """Return the value that the browser would send now, or `default`.

        Args:
            decode: decodes a value of the request; percent-decoding by default.
        """
        best = self._best(name)
        if best is not None:
            return default if best.max_age == 0 else best.value
        value = self._incoming.get(name)
        return default if value is None else (decode or decode_value)(value)

    def get_all(self, *, decode: Callable[[str], str] | None = None) -> dict[str, str]:
        """Return all cookies that `get` finds, by name."""
        names = [*self._incoming, *(cookie.name for cookie in self._jar.values() if self._matches(cookie))]
        values = {name: self.get(name, decode=decode) for name in names}
        return {name: value for name, value in values.items() if value is not None}

    def set(self, name: str, value: str, *given: Never, **options: Unpack[CookieOptions]) -> None:
        """Set a cookie with the response.

        Raises:
            TypeError: there is no such option, or something has a wrong type.
            ValueError: something of it cannot stand in a header.
            RuntimeError: the response has been made already.
        """
        check_arguments("set", given, options)
        self.add(self._cookie(name, value, options))

    def delete(self, name: str, *given: Never, **options: Unpack[CookieOptions]) -> None:
        """Delete a cookie in the browser; path and domain must be those that it was set with."""
        check_arguments("delete", given, options)
        self.add(self._cookie(name, "", {**options, "max_age": 0}))

    def serialize(self, name: str, value: str, *given: Never, **options: Unpack[CookieOptions]) -> str:
        """Return the value of a Set-Cookie header with this request's defaults, without setting the cookie.

        Raises:
            ValueError: something of it cannot stand in a header.
        """
        check_arguments("serialize", given, options)
        return self._cookie(name, value, options).header()

    def __getitem__(self, name: str) -> Never:
        raise no_subscript("event.cookies", name, "event.cookies.get({})")

    def __setitem__(self, name: str, value: object) -> None:
        raise no_subscript("event.cookies", name, 'event.cookies.set({}, "…")')

    def __delitem__(self, name: str) -> None:
        raise no_subscript("event.cookies", name, "event.cookies.delete({})")

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.get(name) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self.get_all())

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            raise no_attribute("cookies", type(self), name, spellings.COOKIES)

    # For the framework.

    def add(self, cookie: Cookie) -> None:
        """Set a complete cookie."""
        if self._closed:
            msg = (
                f"cookies.set({cookie.name!r}) came after the response was made; the browser would not get it"
            )
            raise RuntimeError(msg)
        self._jar[cookie.domain or "", cookie.path, cookie.name] = cookie

    def close(self) -> None:
        """Make setting an error from now on."""
        self._closed = True

    def headers(self) -> Iterator[str]:
        """Yield the Set-Cookie headers of all cookies that were set."""
        for cookie in self._jar.values():
            yield cookie.header()
            if cookie.path.endswith(".html"):
                # The data of such a page is its sibling, not its child, so it needs a cookie of its own.
                yield replace(cookie, path=add_data_suffix(cookie.path)).header()

    def header_for(self, hostname: str, path: str, explicit: str | None) -> str:
        """Return the Cookie header of a request that this one makes to `hostname`."""
        combined = dict(self._incoming)
        for cookie in self._jar.values():
            if domain_matches(hostname, cookie.domain) and path_matches(path, cookie.path):
                combined[cookie.name] = cookie.sent()
        if explicit:
            combined |= parse_cookie_header(explicit)
        return "; ".join(f"{name}={value}" for name, value in combined.items())

    def _best(self, name: str) -> Cookie | None:
        """Return the cookie that was set under this name with the longest path that matches the page."""
        fitting = [cookie for cookie in self._jar.values() if cookie.name == name and self._matches(cookie)]
        return max(fitting, key=lambda cookie: len(cookie.path), default=None)

    def _matches(self, cookie: Cookie) -> bool:
        url = self._url
        return domain_matches(url.hostname, cookie.domain) and path_matches(url.pathname, cookie.path)

    def _cookie(self, name: str, value: str, options: CookieOptions) -> Cookie:
        cookie = Cookie(name, value, **options)
        if options.get("secure") is None:
            cookie = replace(cookie, secure=self._is_secure())
        if not cookie.domain or cookie.domain == self._url.hostname:
            cookie = replace(cookie, path=self._resolve(cookie.path))
        check_cookie(cookie)
        return cookie

    def _is_secure(self) -> bool:
        url = self._url
        return not self._dev and not (url.hostname == "localhost" and url.protocol == "http:")

    def _resolve(self, path: str) -> str:
        if _PLAIN_PATH.fullmatch(path) or path.startswith("//"):
            return path
        page = normalize_path(self._url.pathname, self._trailing_slash)
        url = ada_url.URL(path, f"{_NO_ORIGIN}{page}")
        own = url.protocol == _NO_ORIGIN[:-2]
        return f"{url.pathname}{url.search}{url.hash}" if own else str(url.href)
