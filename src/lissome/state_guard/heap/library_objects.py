"""Objects inside of objects of libraries: `client.headers["authorization"] = token` writes to one."""

from __future__ import annotations

from itertools import islice
from typing import Any, Final

from lissome.state_guard.heap.introspect import ContainerKind
from lissome.state_guard.heap.snapshot import HeapNode
from lissome.state_guard.request_values.matcher import walk
from lissome.state_guard.writes.recorder import ATOMS

# How far inside, and among how many objects: what lies deeper is the library's business.
_DEEPEST: Final = 3
_MOST: Final = 200
# What is inside of a class attribute of a library's (a column, a field) is not made for requests.
_OUTSIDE: Final = (ContainerKind.CLASS, ContainerKind.FOREIGN)


class LibraryObjects:
    """Knows which object of a library another object is a part of."""

    def __init__(self) -> None:
        self._inside: dict[int, HeapNode] = {}
        self._known: frozenset[int] = frozenset()
        self._holders: dict[int, HeapNode] = {}

    def find(self, value: Any, holders: dict[int, HeapNode]) -> tuple[HeapNode, str] | None:
        """The object of a library that `value` is inside of, and where it is there."""
        self.learn(holders)
        holder = self._inside.get(id(value))
        if holder is None:
            return None
        inside = islice(walk(holder.value, (), deepest=_DEEPEST), _MOST)
        return next(((holder, path) for one, path in inside if one is value), None)

    def may_hold(self, number: int) -> bool:
        """Whether an object with this id was inside of an object of a library."""
        return number in self._inside

    def learn(self, holders: dict[int, HeapNode]) -> None:
        """Get to know what a look saw.

        The ids are a hint only: an object may have been replaced, so `find` looks again.
        """
        if holders is self._holders:
            return
        self._holders = holders
        foreign = {number: holder for number, holder in holders.items() if _is_opened(holder)}
        if foreign.keys() == self._known:
            return
        self._known = frozenset(foreign)
        self._inside = {
            id(one): holder
            for holder in foreign.values()
            for one, path in islice(walk(holder.value, (), deepest=_DEEPEST), _MOST)
            if path and type(one) not in ATOMS
        }


def _is_opened(holder: HeapNode) -> bool:
    # An event that is kept is reported as such; what is in it was written by whoever served its request.
    if holder.kind is not ContainerKind.FOREIGN or type(holder.value).__module__.startswith("lissome."):
        return False
    return holder.parent is not None and holder.parent.kind not in _OUTSIDE
