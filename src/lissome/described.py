"""Values as messages name them: by their kind, because what a user has sent must not get into a log."""

from __future__ import annotations

import inspect
from typing import Final

# Characters of a client's text in a message.
_LONGEST: Final = 60


def described(value: object) -> str:
    """Return the kind of a value: ``a list``, ``None``, ``the class Post``, ``a coroutine``."""
    if value is None or isinstance(value, bool):
        return str(value)
    if isinstance(value, type):
        return f"the class {value.__name__}"
    if inspect.isfunction(value) or inspect.ismethod(value):
        return f"the function {value.__name__}"
    name = "coroutine" if inspect.iscoroutine(value) else type(value).__name__
    return f"{'an' if name[:1] in 'aeioAEIO' or name.startswith('Up') else 'a'} {name}"


def not_named(call: str, given: object, instead: str) -> str:
    """Return the message for options that were given as JavaScript does, in an object."""
    return f"{call}, {described(given)}): options are named here; write {instead}"


def without_query(location: str) -> str:
    """Return a URL without its query and fragment, which may hold secrets."""
    end = min((place for place in map(location.find, "?#") if place >= 0), default=len(location))
    return location if end == len(location) else f"{location[: end + 1]}…"


def quoted(text: str) -> str:
    """Return a client's text so that it can stand in a log: cut, and without line ends."""
    shown = ascii(text[:_LONGEST])[1:-1]
    return f"`{shown}{'…' if len(text) > _LONGEST else ''}`"
