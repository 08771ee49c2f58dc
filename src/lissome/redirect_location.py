"""The check of a redirect's location: it may leave the site only if the app says so.

The rules are SvelteKit's `validate_redirect_location`, and stricter where a text is no header value.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from lissome.current_request import current_request
from lissome.described import described, without_query
from lissome.url import parse_url

_HAS_SCHEME = re.compile(r"(?:[a-z][a-z0-9+.\-]*:|[/\\]{2})", re.IGNORECASE)
_DANGEROUS_SCHEME = re.compile(r"\s*(?:javascript|data|vbscript)\s*:", re.IGNORECASE)
# The characters of a header value, RFC 9110 section 5.5, without obs-text: a location is percent-encoded.
_HEADER_SAFE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?")


def redirect_location(location: object, *, external: bool | Collection[str]) -> str:
    """Return the location of a redirect as a text.

    Args:
        location: a text, or a URL object of any library.
        external: True if it may lead to any site, or the origins that it may lead to.

    Raises:
        TypeError: it is no URL.
        ValueError: it is not a valid header value, runs code, or leaves the site without permission.
    """
    is_text = isinstance(location, str) or type(location).__str__ is not object.__str__
    if not is_text or isinstance(location, (bytes, bytearray, BaseException)):
        msg = (
            f"redirect(303, …): the location is {described(location)}; write a path such as "
            '"/list", or a URL such as event.url'
        )
        raise TypeError(msg)
    text = str(location)
    _check(text, external=external)
    return text


def _check(location: str, *, external: bool | Collection[str]) -> None:
    shown = repr(without_query(location))
    if location and not _HEADER_SAFE.fullmatch(location):
        msg = (
            f"redirect location {shown} is not a valid header value; "
            "percent-encode its special characters: urllib.parse.quote(…)"
        )
        raise ValueError(msg)
    if _DANGEROUS_SCHEME.match(location):
        msg = f"redirect location {shown} would run code in the browser"
        raise ValueError(msg)
    if external is True or not _HAS_SCHEME.match(location) or _is_on(location, _own_origins()):
        return
    if not external:
        msg = f"redirect({shown}) leaves the site; if that is meant, write redirect(…, external=True)"
        raise ValueError(msg)
    if not _is_on(location, [external] if isinstance(external, str) else external):
        msg = f"redirect({shown}) leads to none of the origins of external=: {', '.join(external)}"
        raise ValueError(msg)


def _own_origins() -> list[str]:
    event = current_request.get()
    return [] if event is None else [event.url.origin]


def _is_on(location: str, origins: Collection[str]) -> bool:
    """True if an absolute location is on one of these origins."""
    for origin in origins:
        try:
            allowed = parse_url(origin).origin
            if parse_url(location, allowed).origin == allowed:
                return True
        except ValueError:
            continue
    return False
