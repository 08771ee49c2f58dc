"""Cookies as values: reading Cookie and Set-Cookie, writing Set-Cookie, and which request a cookie belongs
to.

Sources: RFC 6265, as permissive as the package `cookie`, which SvelteKit uses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import Final, Literal, TypedDict, get_args
from urllib.parse import quote

from lissome.described import described, not_named
from lissome.routing.paths import decode_component

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
_MAX_SAFE: Final = 2**53 - 1  # JavaScript's Number.MAX_SAFE_INTEGER
_INTEGER: Final = re.compile(r"-?\d+", re.ASCII)
_FIRST_YEAR: Final = 1601  # RFC 6265 section 5.1.1


class CookieOptions(TypedDict, total=False):
    """The options of `Cookies.set`, `delete` and `serialize`.

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
    value: str = field(repr=False)  # it may be a secret, and objects are logged
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


def check_arguments(call: str, given: Sequence[object], options: Mapping[str, object]) -> None:
    """Refuse arguments that a method of `event.cookies` does not have.

    Raises:
        TypeError: options were not given by name, or one does not exist.
    """
    if given:
        instead = f'cookies.{call}(…, path="/", max_age=60)'
        raise TypeError(not_named(f"cookies.{call}(…", given[0], instead))
    unknown = next((name for name in options if name not in CookieOptions.__annotations__), None)
    if unknown is not None:
        raise TypeError(f"cookies.{call}(…, {unknown}=…): {_option_instead(unknown)}")


def _option_instead(unknown: str) -> str:
    known = {name.replace("_", ""): name for name in CookieOptions.__annotations__}
    right = known.get(unknown.replace("_", "").lower())
    return f"write {right}=" if right else f"there are {', '.join(CookieOptions.__annotations__)}"


def check_cookie(cookie: Cookie) -> None:
    """Refuse what the browser would not understand, while it is known who set it.

    Raises:
        TypeError: the name or the value is no text.
        ValueError: and says what is wrong.
    """
    _check_types(cookie)
    problem = next(_problems(cookie), None)
    if problem:
        raise ValueError(f"cookie {cookie.name!r}: {problem}")


def _check_types(cookie: Cookie) -> None:
    for what, value in (("name", cookie.name), ("value", cookie.value), ("path", cookie.path)):
        text: object = value  # not every app is type-checked
        if not isinstance(text, str):
            advice = "json.dumps(…)" if isinstance(text, (dict, list)) else "str(…)"
            name = cookie.name if what != "name" else "…"
            msg = f"cookie {name!r}: the {what} is {described(text)}; write a text, for example {advice}"
            raise TypeError(msg)


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
    age: object = cookie.max_age  # not every app is type-checked
    expires: object = cookie.expires
    if isinstance(age, timedelta):
        yield "max_age is a timedelta; write int(….total_seconds())"
    elif age is not None and not (isinstance(age, int) and abs(age) <= _MAX_SAFE):
        yield f"max_age must be a whole number of seconds, not {age!r}"
    if expires is not None and not isinstance(expires, datetime):
        yield f"expires is {described(expires)}; write a datetime, or max_age= in seconds"
    elif expires is not None and expires.astimezone(UTC).year < _FIRST_YEAR:
        yield f"expires is {expires}, before {_FIRST_YEAR}; to delete a cookie use cookies.delete()"


def _odd_words(cookie: Cookie) -> Iterator[str]:
    words = (
        ("same_site", "" if isinstance(cookie.same_site, bool) else cookie.same_site, get_args(SameSite)),
        ("priority", cookie.priority, get_args(Priority)),
    )
    for name, word, known in words:
        if word and str(word).lower() not in known:
            yield f"{name} is {word!r}; it must be one of {', '.join(known)}, or None"


def domain_matches(hostname: str, domain: str | None) -> bool:
    """True if a cookie of `domain` is sent to `hostname` (RFC 6265 section 5.1.3)."""
    if not domain:
        return True
    domain = domain.removeprefix(".")
    return hostname == domain or hostname.endswith("." + domain)


def path_matches(path: str, cookie_path: str | None) -> bool:
    """True if a cookie of `cookie_path` is sent with `path` (RFC 6265 section 5.1.4)."""
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
