"""Objects that requests wrote to and that no module leads to: the next request may get the same one.

A pool hands out its connections, the interpreter has one main thread, an object can come back by `__del__`.
Where they are kept does not matter if they can be recognised. An id does not suffice, since it is given
again; so they are referred to weakly. What has no weak references (a dictionary, a list) is held as long as
somebody else holds it too, if nobody can tell: if it has plain data, and nothing of the request's event.
"""

from __future__ import annotations

import sys
import weakref
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from types import FunctionType
from typing import Any, Final

from lissome.state_guard.heap.introspect import ATOMS, instance_dict
from lissome.state_guard.heap.walk import walk

# Objects that are referred to weakly, and those that are held.
_MOST: Final = 2_000
_MOST_HELD: Final = 64
# Parts of one that is held.
_MOST_PARTS: Final = 300
_CONTAINERS: Final = (dict, list, set, tuple, frozenset)
_REPRESENTED: Final = ("datetime", "decimal", "uuid", "fractions", "pathlib")
# The references to an object that are the guard's: of `HeldObject` or a variable, and of an argument.
_OWN: Final = 2


@dataclass(slots=True, eq=False)
class HeldObject:
    """An object that may be shared.

    Attributes:
        number: tells it from all others that there were.
        weak: a weak reference to it; None if it can have none.
        held: the object itself, in that case.
        size: the number of its entries after the last request.
        is_emptied: True if some line has taken something out of it.
        is_compared: True if sessions have been compared.
        by_session: what the rules remember of each session's writes to it.
        reported: what was reported of it.
    """

    number: int
    weak: weakref.ref[Any] | None
    held: Any = None
    size: int = 0
    is_emptied: bool = False
    is_compared: bool = False
    by_session: dict[str | None, Any] = field(default_factory=dict)
    reported: set[object] = field(default_factory=set)

    def get(self) -> Any:
        """Return the object, or None."""
        return self.held if self.weak is None else self.weak()


class HeldObjects:
    """Recognises such objects."""

    def __init__(self) -> None:
        self._by_id: dict[int, HeldObject] = {}
        self._count = 0
        self._held = 0

    def find(self, value: Any) -> HeldObject | None:
        """Return what is known of an object; None if it is new."""
        known = self._by_id.get(id(value))
        return known if known is not None and known.get() is value else None

    def add(self, value: Any) -> HeldObject:
        """Remember a new object, which can have a weak reference."""
        if len(self._by_id) >= _MOST:
            self._make_room()
        self._count += 1
        known = self._by_id[id(value)] = HeldObject(self._count, weakref.ref(value))
        return known

    def hold(self, value: Any) -> HeldObject:
        """Remember a new object that can have no weak reference; see `may_be_held`."""
        self.sweep()
        if self._held >= _MOST_HELD:
            del self._by_id[next(self._ids_of_held())]
            self._held -= 1
        self._count += 1
        self._held += 1
        known = self._by_id[id(value)] = HeldObject(self._count, None, value)
        return known

    def sweep(self) -> None:
        """Let go of the objects that nobody else holds."""
        if self._held:
            for number in list(self._ids_of_held()):
                if sys.getrefcount(self._by_id[number].held) <= _OWN:
                    del self._by_id[number]
                    self._held -= 1

    def _ids_of_held(self) -> Iterator[int]:
        return (number for number, one in self._by_id.items() if one.weak is None)

    def _make_room(self) -> None:
        """Forget those that are no more, and of the others the older half."""
        alive = [(number, one) for number, one in self._by_id.items() if one.get() is not None]
        held = [item for item in alive if item[1].weak is None]
        weak = [item for item in alive if item[1].weak is not None][-_MOST // 2 :]
        self._by_id = dict([*held, *weak])


def can_be_weak(value: Any) -> bool:
    """True if an object can have weak references."""
    return bool(type(value).__weakrefoffset__)


def may_be_held(value: Any, others: Collection[int]) -> bool:
    """True if nobody can tell that an object lives longer: it consists of plain data.

    Args:
        others: ids of objects that must not live longer.
    """
    for count, (one, _) in enumerate(walk(value, ())):
        if count >= _MOST_PARTS or id(one) in others or not _is_inert(one):
            return False
    return True


def _is_inert(value: Any) -> bool:
    type_ = type(value)
    if is_plain(value) or type_ in _CONTAINERS or issubclass(type_, type | FunctionType):
        return True
    is_simple = instance_dict(value) is not None and type_.__module__ not in sys.stdlib_module_names
    has_finalizer = any("__del__" in class_.__dict__ for class_ in type_.__mro__)
    return is_simple and not has_finalizer and not weakref.getweakrefcount(value)


def is_plain(value: Any) -> bool:
    """True for a value without parts: a text, a number, a member of an enumeration, a date."""
    type_ = type(value)
    is_atom = type_ in ATOMS and type_ is not tuple and type_ is not frozenset
    return is_atom or issubclass(type_, Enum) or type_.__module__ in _REPRESENTED


def references_to(
    values: dict[int, tuple[Any, list[int]]], others: Collection[int]
) -> Iterator[tuple[Callable[[], Any], list[int]]]:
    """Yield references to objects by which none lives longer in a way that can be told; empties `values`.

    Args:
        values: by id, objects and what goes with each.
        others: ids of objects that must not live longer.
    """
    while values:
        value, more = values.popitem()[1]
        if can_be_weak(value):
            yield weakref.ref(value), more
        elif sys.getrefcount(value) > _OWN and may_be_held(value, others):
            yield partial(_same, value), more


def _same(value: Any) -> Any:
    return value
