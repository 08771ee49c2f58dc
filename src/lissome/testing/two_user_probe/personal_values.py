"""The values by which a user is recognised in an answer: those that the app was given for that user alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from typing import Any, Final
from uuid import UUID

# A shorter value is in many a page by chance.
_SHORTEST_TEXT: Final = 3
_SHORTEST_NUMBER: Final = 4
_DEEPEST: Final = 4
_MOST: Final = 200


def values_of(given: Mapping[str, Any]) -> dict[str, str]:
    """Return the recognisable values in what `locals_for` returned, by their place: ``user.email``.

    No code of the app is called: of an object its own attributes count, and no properties.
    """
    found: dict[str, str] = {}
    for place, text in _walk("", given, 0):
        if len(found) == _MOST:
            break
        found.setdefault(place, text)
    return found


def only_theirs(given: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Leave out the values that several users have, such as a role.

    Args:
        given: by user, values by place.
    """
    owners: dict[str, set[str]] = {}
    for user, values in given.items():
        for value in values.values():
            owners.setdefault(value.lower(), set()).add(user)
    return {
        user: {place: value for place, value in values.items() if len(owners[value.lower()]) == 1}
        for user, values in given.items()
    }


def _walk(place: str, value: Any, depth: int) -> Iterator[tuple[str, str]]:
    if depth > _DEEPEST or value is None or isinstance(value, bool):
        return
    text = _text(value)
    if text is not None:
        if text:
            yield place, text
        return
    for name, member in _members(value):
        yield from _walk(f"{place}.{name}" if place else name, member, depth + 1)


def _text(value: Any) -> str | None:
    """Return a simple value as an answer shows it, ``""`` if it is too short; None for any other value."""
    if isinstance(value, str):
        return value if len(value) >= _SHORTEST_TEXT and re.search(r"\w", value) else ""
    if isinstance(value, int):
        return str(value) if len(str(abs(value))) >= _SHORTEST_NUMBER else ""
    return str(value) if isinstance(value, UUID) else None


def _members(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        yield from ((str(name), member) for name, member in value.items())
    elif isinstance(value, (Sequence, AbstractSet)) and not isinstance(value, (bytes, bytearray)):
        names = getattr(value, "_fields", None) or map(str, range(len(value)))
        yield from zip(names, value, strict=False)
    elif is_dataclass(value) and not isinstance(value, type):
        yield from ((field.name, getattr(value, field.name, None)) for field in fields(value))
    else:
        yield from getattr(value, "__dict__", {}).items()
