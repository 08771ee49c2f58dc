"""`error()`, `redirect()` and `fail()`, by which a load, an action or an endpoint ends early.

The rules are SvelteKit's: https://svelte.dev/docs/kit/@sveltejs-kit
"""

from __future__ import annotations

import re
from typing import Any, Generic, NoReturn, TypeVar

from lissome.current_request import current_request
from lissome.errors import HttpError, Redirect
from lissome.url import parse_url

T = TypeVar("T")

_HAS_SCHEME = re.compile(r"(?:[a-z][a-z0-9+.\-]*:|[/\\]{2})", re.IGNORECASE)
_DANGEROUS_SCHEME = re.compile(r"\s*(?:javascript|data|vbscript)\s*:", re.IGNORECASE)
# The characters of a header value, RFC 9110 section 5.5, without obs-text: a location is percent-encoded.
_HEADER_SAFE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?")


class ActionFailure(Generic[T]):
    """The result of `fail`: the action ran, and its input was not acceptable.

    Attributes:
        status: the HTTP status of the answer, 400 to 599.
        data: the page receives it as ``form``.
    """

    __slots__ = ("data", "status")

    def __init__(self, status: int, data: T) -> None:
        self.status = status
        self.data = data


def error(status: int, message: str | None = None, **props: Any) -> NoReturn:
    """Stop and show the nearest ``+error.svelte``.

    Args:
        status: 400 to 599.
        message: shown to the user; ``Error: <status>`` by default.
        **props: further members of App.Error, visible in the browser.

    Raises:
        HttpError: always.
        ValueError: the status is not between 400 and 599.
    """
    if not 400 <= status <= 599:
        msg = f"error({status}, …): an HTTP error status is between 400 and 599"
        raise ValueError(msg)
    text = f"Error: {status}" if message is None else message
    raise HttpError(status, {**props, "status": status, "message": text})


def redirect(status: int, location: str, *, external: bool = False) -> NoReturn:
    """Stop and send the browser to `location`.

    Args:
        status: 303 after a form action, 307 or 308 to keep the method, 301 or 302 for history's sake.
        location: a path (``/login``, ``../list?page=2``), or a URL of this site. Another origin needs
            ``external=True``, so that a value from the request cannot send users to another site.
        external: allow an absolute or protocol-relative location. ``javascript:`` and ``data:`` never.

    Raises:
        Redirect: always.
        ValueError: the status or the location is not acceptable.
    """
    if not 300 <= status <= 308:
        msg = f"redirect({status}, …): a redirect status is between 300 and 308"
        raise ValueError(msg)
    check_location(location, external=external)
    raise Redirect(status, location)


def check_location(location: str, *, external: bool) -> None:
    """Refuse a dangerous redirect location.

    Raises:
        ValueError: it is not a valid header value, runs code, or leaves the site without ``external=True``.
    """
    if location and not _HEADER_SAFE.fullmatch(location):
        msg = (
            f"redirect location {location!r} is not a valid header value; "
            "percent-encode its special characters"
        )
        raise ValueError(msg)
    if _DANGEROUS_SCHEME.match(location):
        msg = f"redirect location {location!r} would run code in the browser"
        raise ValueError(msg)
    if not external and _HAS_SCHEME.match(location) and not _is_own(location):
        msg = f"redirect({location!r}) leaves the site; if that is meant, write redirect(…, external=True)"
        raise ValueError(msg)


def _is_own(location: str) -> bool:
    """Return True if an absolute location is on the origin of the current request."""
    event = current_request.get()
    try:
        return event is not None and parse_url(location, event.url.origin).origin == event.url.origin
    except ValueError:
        return False


def fail(status: int, data: T) -> ActionFailure[T]:
    """Return a failure from a form action whose input is not acceptable.

    Args:
        status: 400 to 599; 422 or 400 are usual.
        data: the page receives it as ``form``: errors by field, and the values to refill.

    Raises:
        ValueError: the status is not between 400 and 599.
    """
    if not 400 <= status <= 599:
        msg = f"fail({status}, …): a failure's status is between 400 and 599"
        raise ValueError(msg)
    return ActionFailure(status, data)
