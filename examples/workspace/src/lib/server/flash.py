"""A message that survives one redirect: set by an action, shown once by the next page."""

import secrets
from typing import TypedDict

from lissome import RequestEvent

_COOKIE = "workspace_flash"
_SECONDS = 60


class Flash(TypedDict):
    """The id tells two equal messages apart."""

    id: str
    message: str


def set_flash(event: RequestEvent, message: str) -> None:
    """Show `message` on the page that comes next."""
    value = f"{secrets.token_hex(4)}:{message}"
    event.cookies.set(_COOKIE, value, max_age=_SECONDS, secure=event.url.protocol == "https:")


def take_flash(event: RequestEvent) -> Flash | None:
    """The message that waits, if any. Taking it removes it."""
    value = event.cookies.get(_COOKIE)
    if not value:
        return None
    event.cookies.set(_COOKIE, "", max_age=0, secure=event.url.protocol == "https:")
    flash_id, _, message = value.partition(":")
    return {"id": flash_id, "message": message}
