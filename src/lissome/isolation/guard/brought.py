"""What requests brought, remembered: one user's requests bring the same texts again and again."""

from __future__ import annotations

import weakref
from collections.abc import Collection, Hashable
from dataclasses import replace
from types import MemberDescriptorType, NoneType
from typing import Any, Final

from lissome.isolation.guard.derived import Derived, Source, derived_from
from lissome.isolation.guard.kinds import Kind, instance_dict, kind_of
from lissome.isolation.guard.trace import session_of

Key = tuple[Hashable, ...]
# The event and its parts, for as long as they live, with what messages call them.
Parts = list[tuple["weakref.ref[Any]", Source]]

# When there are more, all are forgotten.
_MOST: Final = 512
_DEEPEST: Final = 3
_TEXTS: Final = frozenset({str, int, bytes, NoneType})
_EVENT: Final = Source("the event")
_SEALED: Final = (Kind.CLASS, Kind.FUNCTION, Kind.OTHER, Kind.MEMO, Kind.LOCAL, Kind.DEFAULT, None)


class Brought:
    """Knows what earlier requests brought, by all that it is read from."""

    def __init__(self) -> None:
        self._sessions: dict[Key, str | None] = {}
        self._derived: dict[Key, Derived] = {}
        self._slots: dict[type, tuple[Any, ...]] = {}
        self._parts = tuple((name, Source(f"event.{name}")) for name in ("request", "locals", "cookies"))

    def session(self, event: Any) -> str | None:
        """See `session_of`."""
        headers = _headers(event)
        try:
            return self._sessions[headers]
        except KeyError:
            found = session_of(event)
            _remember(self._sessions, headers, found)
            return found

    def texts(self, event: Any, app_owned: Collection[int]) -> tuple[Derived, bool]:
        """The texts that a request brought, without its objects; and whether they may be news.

        The answer is shared with other requests: it must not be changed.
        """
        key = self._key(event, app_owned)
        known = None if key is None else self._derived.get(key)
        if known is not None:
            return known, False
        found = derived_from(event, app_owned)
        found.release()
        if key is not None:
            _remember(self._derived, key, found)
        return found, True

    def parts(self, event: Any) -> Parts:
        """The event and its parts, to be known again if something keeps them. They are not kept by this."""
        state = getattr(event, "_state", None)
        named = [(getattr(event, name, None), source) for name, source in self._parts]
        found = [(event, _EVENT), (state, _EVENT), *named]
        return [(weakref.ref(one), source) for one, source in found if _is_referable(one)]

    def _key(self, event: Any, app_owned: Collection[int]) -> Key | None:
        """All that `derived_from` reads; None if that is too much, or a body."""
        own = instance_dict(event.request) or {}
        if any(own.get(name) is not None for name in ("_form", "_json", "_body")):
            return None
        try:
            named = instance_dict(getattr(event, "locals", None)) or {}
            return (
                _headers(event),
                tuple(event.cookies.get_all().items()),
                tuple(event.params.items()),
                event.url.search or tuple(event.url.search_params.items()),
                tuple([(name, self._content(one, app_owned, 0)) for name, one in named.items()]),
            )
        except Exception:  # noqa: BLE001 - a mapping of the app's own, something without a hash
            return None

    def _content(self, value: Any, app_owned: Collection[int], depth: int) -> Hashable:
        """What tells a value's texts from another one's.

        Raises:
            ValueError: it is too deep.
        """
        type_ = type(value)
        if type_ in _TEXTS:
            return value  # type: ignore[no-any-return]
        if id(value) in app_owned:
            return ()
        if depth == _DEEPEST:
            raise ValueError
        below = depth + 1
        if type_ is dict:
            return (type_, *[(key, self._content(one, app_owned, below)) for key, one in value.items()])
        if type_ in (list, tuple):
            return (type_, *[self._content(one, app_owned, below) for one in value])
        return self._content_of_object(value, app_owned, below)

    def _content_of_object(self, value: Any, app_owned: Collection[int], below: int) -> Hashable:
        kind = kind_of(value, ())
        if kind in _SEALED:
            return (type(value),)
        if kind not in (Kind.INSTANCE, Kind.FOREIGN):
            raise ValueError
        own = instance_dict(value) or {}
        slots = [slot.__get__(value) for slot in self._slots_of(type(value))]
        return (
            type(value),
            *[self._content(one, app_owned, below) for one in slots],
            *[(name, self._content(one, app_owned, below)) for name, one in own.items()],
        )

    def _slots_of(self, type_: type) -> tuple[Any, ...]:
        slots = self._slots.get(type_)
        if slots is None:
            slots = self._slots[type_] = tuple(
                one
                for class_ in type_.__mro__
                for one in class_.__dict__.values()
                if type(one) is MemberDescriptorType
            )
        return slots


def with_parts(derived: Derived, parts: Parts) -> Derived:
    """The same, with those of the request's parts that are still alive."""
    alive = [(one, source) for part, source in parts if (one := part()) is not None]
    objects = {id(one): source for one, source in alive}
    return replace(derived, objects=objects, kept=[one for one, _ in alive])


def _headers(event: Any) -> Key:
    headers = event.request.headers
    raw = getattr(headers, "raw", None)
    return tuple(headers.items() if raw is None else raw)


def _remember(known: dict[Key, Any], key: Key, value: object) -> None:
    if len(known) >= _MOST:
        known.clear()
    known[key] = value


def _is_referable(value: object) -> bool:
    return type(value).__weakrefoffset__ != 0
