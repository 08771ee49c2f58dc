"""Parts of objects of libraries: `client.headers["authorization"] = token` writes to one."""

from __future__ import annotations

from itertools import islice
from typing import Any, Final

from lissome.state_guard.heap.introspect import ATOMS, ContainerKind
from lissome.state_guard.heap.snapshot import HeapNode
from lissome.state_guard.heap.walk import walk

# Objects that are further inside are the library's own business.
_DEEPEST: Final = 3
_MOST: Final = 200
# What a class of a library has as an attribute (a column, a field) is not made for requests.
_NOT_OPENED: Final = (ContainerKind.CLASS, ContainerKind.LIBRARY)


class LibraryObjects:
    """An index of the parts of those objects of libraries that the app's modules hold."""

    def __init__(self) -> None:
        self._owner_of: dict[int, HeapNode] = {}
        self._owners: frozenset[int] = frozenset()
        self._nodes: dict[int, HeapNode] = {}

    def find(self, value: Any, nodes: dict[int, HeapNode]) -> tuple[HeapNode, str] | None:
        """Return the object of a library that `value` is a part of, and the path of the part."""
        self.update(nodes)
        owner = self._owner_of.get(id(value))
        if owner is None:
            return None
        parts = islice(walk(owner.value, (), deepest=_DEEPEST), _MOST)
        return next(((owner, path) for one, path in parts if one is value), None)

    def may_hold(self, number: int) -> bool:
        """True if the object with this id was such a part at the last update."""
        return number in self._owner_of

    def update(self, nodes: dict[int, HeapNode]) -> None:
        """Index the parts anew, if there are other objects of libraries than before.

        The ids are only a hint, since a part may have been replaced: `find` checks.
        """
        if nodes is self._nodes:
            return
        self._nodes = nodes
        owners = {number: node for number, node in nodes.items() if _is_opened(node)}
        if owners.keys() == self._owners:
            return
        self._owners = frozenset(owners)
        self._owner_of = {
            id(one): node
            for node in owners.values()
            for one, path in islice(walk(node.value, (), deepest=_DEEPEST), _MOST)
            if path and type(one) not in ATOMS
        }


def _is_opened(node: HeapNode) -> bool:
    # An event that is kept is reported as such; its parts are written to by the server.
    if node.kind is not ContainerKind.LIBRARY or type(node.value).__module__.startswith("lissome."):
        return False
    return node.parent is not None and node.parent.kind not in _NOT_OPENED
