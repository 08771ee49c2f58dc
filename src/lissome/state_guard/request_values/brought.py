"""What requests brought, remembered: one user's requests bring the same texts again and again."""

from __future__ import annotations

import weakref
from collections.abc import Collection, Hashable
from dataclasses import dataclass, replace
from types import MemberDescriptorType, NoneType
from typing import Any, Final

from lissome.state_guard.heap.introspect import ContainerKind, entries_of, instance_dict, kind_of
from lissome.state_guard.request_record import constants_of, session_of
from lissome.state_guard.request_values.values import SEALED, RequestValues, ValueOrigin, values_of

Key = tuple[Any, ...]
# The event and its parts, for as long as they live, with what messages call them.
Parts = list[tuple["weakref.ref[Any]", ValueOrigin]]

# When there are more, all are forgotten.
_MOST: Final = 512
_DEEPEST: Final = 3
_TEXTS: Final = frozenset({str, int, bytes, NoneType})
_EVENT: Final = ValueOrigin("the event")
_LOCALS: Final = ValueOrigin("event.locals")


@dataclass(frozen=True, slots=True)
class Known:
    """What a request brought that was seen before.

    Attributes:
        derived: its texts, without objects. Shared by requests: it must not be changed.
        constants: see `Trace`.
    """

    derived: RequestValues
    constants: frozenset[str]


class Brought:
    """Knows what earlier requests brought, by all that it is read from."""

    def __init__(self) -> None:
        self._sessions: dict[Key, tuple[int, str | None]] = {}
        self._known: dict[Key, Known] = {}
        self._slots: dict[type, tuple[Any, ...] | None] = {}
        self._count = 0

    def forget(self) -> None:
        """Forget all; numbers of headers are not given twice, since requests under way have some."""
        self._sessions.clear()
        self._known.clear()
        self._slots.clear()

    def session(self, event: Any) -> tuple[int, str | None]:
        """A number that stands for the request's headers, and the session: see `session_of`."""
        headers = event.request.headers
        raw = getattr(headers, "raw", None)
        key = tuple(headers.items() if raw is None else raw)
        try:
            return self._sessions[key]
        except KeyError:
            self._count += 1
            found = self._count, session_of(event)
            _remember(self._sessions, key, found)
            return found

    def texts(
        self, event: Any, headers: int, signature: Key, app_owned: Collection[int]
    ) -> tuple[Known, bool]:
        """What a request brought, without its objects; and whether that may be news.

        Args:
            headers: the number that stands for them.
            signature: see `signature_of`.
        """
        key = self._key(event, headers, signature, app_owned)
        known = None if key is None else self._known.get(key)
        if known is not None:
            return known, False
        derived = values_of(event, app_owned)
        derived.release()
        known = Known(derived, constants_of(event))
        if key is not None:
            _remember(self._known, key, known)
        return known, True

    def parts(self, event: Any) -> Parts:
        """What is known again if something keeps it, although its texts are gone when the request is over."""
        found = (event, _EVENT), (getattr(event, "_state", None), _EVENT), (event.locals, _LOCALS)
        return [(weakref.ref(one), source) for one, source in found if _is_referable(one)]

    def _key(self, event: Any, headers: int, signature: Key, app_owned: Collection[int]) -> Key | None:
        """All that `derived_from` and `constants_of` read; None if that is too much, or a body."""
        own = instance_dict(event.request) or {}
        if own.get("_form") is not None or own.get("_json") is not None or own.get("_body") is not None:
            return None
        try:
            named = instance_dict(event.locals) or {}
            return (
                *(headers, signature, event.route.id),
                tuple(event.cookies.get_all().items()),
                self._content(dict(event.params), app_owned, 0),  # a matcher may have made a list of one
                tuple(event.url.search_params.items()) if not signature[-1] else (),
                tuple([(name, self._content(one, app_owned, 0)) for name, one in named.items()]),
            )
        except Exception:  # noqa: BLE001 - a mapping of the app's own, a value too deep
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
        if type_ is list or type_ is frozenset or issubclass(type_, tuple):
            return (type_, *[self._content(one, app_owned, below) for one in entries_of(value)])
        slots = self._slots_of(value, type_)
        if slots is None:
            return (type_,)
        own = instance_dict(value) or {}
        return (
            type_,
            *[self._content(slot.__get__(value), app_owned, below) for slot in slots],
            *[(name, self._content(one, app_owned, below)) for name, one in own.items()],
        )

    def _slots_of(self, value: Any, type_: type) -> tuple[Any, ...] | None:
        """The slots of an object with attributes; None for what has none, and nothing is read from."""
        if type_ not in self._slots:
            kind = kind_of(value, ())
            if kind not in (*SEALED, ContainerKind.INSTANCE, ContainerKind.FOREIGN):
                raise ValueError
            members = [one for class_ in type_.__mro__ for one in class_.__dict__.values()]
            slots = tuple(one for one in members if type(one) is MemberDescriptorType)
            _remember(self._slots, type_, None if kind in SEALED else slots)
        return self._slots[type_]


def with_parts(derived: RequestValues, parts: Parts) -> RequestValues:
    """The same, with those of the request's parts that are still alive."""
    alive = [(one, source) for part, source in parts if (one := part()) is not None]
    objects = {id(one): source for one, source in alive}
    return replace(derived, objects=objects, kept=[one for one, _ in alive])


def _remember(known: dict[Any, Any], key: object, value: object) -> None:
    if len(known) >= _MOST:
        known.clear()
    known[key] = value


def _is_referable(value: object) -> bool:
    return type(value).__weakrefoffset__ != 0
