"""The objects that can be reached from the app's modules, and what has changed in them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import FunctionType, ModuleType
from typing import Any, Final

from lissome.state_guard.heap.fingerprints import fingerprint_of
from lissome.state_guard.heap.introspect import (
    ATOMS,
    LARGE,
    NAMED,
    ContainerKind,
    instance_dict,
    items_of,
    kind_of,
    size_of,
)

# No app has as many objects; the tables of a library may.
_MOST_NODES: Final = 100_000
_MOST_CHANGES: Final = 64
_RECHECKED: Final = 16
# Entries of these types are skipped: large containers have thousands of them.
_PLAIN: Final = ATOMS - {tuple, frozenset}

_KEYED: Final = (ContainerKind.DICT, ContainerKind.LRU_CACHE)
_INSTANCES: Final = (ContainerKind.INSTANCE, ContainerKind.EXCEPTION)


@dataclass(slots=True, eq=False)
class HeapNode:
    """An object that holds others, and the way that leads to it.

    Attributes:
        value: the object.
        kind: how it holds others.
        parent: the object that it was found in; None for a module.
        key: its key, attribute or index there.
        root: the module's name.
        size: the number of its entries at the last comparison.
        last: its fingerprint at the last comparison; None if there was none yet.
    """

    value: Any
    kind: ContainerKind
    parent: HeapNode | None
    key: object
    root: str
    size: int = 0
    last: tuple[Any, ...] | None = None
    children: list[HeapNode] = field(default_factory=list)
    fingerprint: Callable[[Any], tuple[Any, ...]] = field(init=False)

    def __post_init__(self) -> None:
        self.fingerprint = fingerprint_of(self.kind)

    def place(self) -> str:
        """The expression that leads to it: ``lib.state.CACHE['mara']``."""
        if self.parent is None:
            return self.root
        return self.parent.place_of(self.key)

    def place_of(self, key: object) -> str:
        """The expression that leads to its entry `key`."""
        here = self.place()
        match self.kind:
            case ContainerKind.FUNCTION if isinstance(key, str) and key.startswith("("):
                return f"{here}{key}"
            case ContainerKind.DICT | ContainerKind.LRU_CACHE | ContainerKind.WEAK_KEYED:
                return f"{here}[{_short(key)}]"
            case ContainerKind.CONTEXT:
                return f"{here}[{key}]"
            case ContainerKind.LIST | ContainerKind.TUPLE:
                return f"{here}[{key}]"
            case ContainerKind.SET | ContainerKind.BUFFER | ContainerKind.BUILTIN | ContainerKind.LIBRARY:
                return here
            case _:
                return f"{here}.{key}"

    def forget(self, *entries: object) -> None:
        """Let the next comparison take these entries for new, if they are still there."""
        ids = set(map(id, entries))
        self.last = tuple([one for one in self.last or () if one not in ids])

    def ancestors(self) -> Iterator[HeapNode]:
        """Yield the node itself, its parent, and so on up to the module."""
        node: HeapNode | None = self
        while node is not None:
            yield node
            node = node.parent


@dataclass(frozen=True, slots=True)
class HeapChange:
    """An entry that is new, or another object than before.

    Attributes:
        node: the object that has the entry.
        key: the entry's key, attribute or index.
        value: the entry.
        is_added: True if there was nothing under this key.
        is_rechecked: True if the entry seems to be the same as before, but its container was written to.
    """

    node: HeapNode
    key: object
    value: Any
    is_added: bool
    is_rechecked: bool = False


@dataclass(slots=True)
class SnapshotDiff:
    """The difference between two snapshots.

    Attributes:
        changes: entries that are new or other objects than before.
        grown: containers with more entries than before, and how many more.
        shrunk: containers with fewer entries.
    """

    changes: list[HeapChange] = field(default_factory=list)
    grown: list[tuple[HeapNode, int]] = field(default_factory=list)
    shrunk: list[HeapNode] = field(default_factory=list)


class HeapSnapshot:
    """The app's objects as they were last, so that an update follows only what has changed.

    Attributes:
        nodes: all that can be reached, by id.
        app_state: `event.app`, or None.
    """

    def __init__(self) -> None:
        self.nodes: dict[int, HeapNode] = {}
        self.app_state: object = None
        self._roots: dict[tuple[int, ContainerKind], HeapNode] = {}
        self._own: set[str] = set()
        self._modules: list[Any] = []
        self._last_app_state: object = None
        self._shared: dict[str, tuple[object, bool]] = {}
        self._order: list[HeapNode] = []
        self._dictionaries: set[int] = set()

    def update(
        self, modules: Iterable[Any], imported: Mapping[str, Collection[str]], written: Collection[int] = ()
    ) -> SnapshotDiff:
        """Compare everything with the snapshot, and take the snapshot anew.

        Args:
            modules: the app's.
            imported: by module, those of its names that are imports: they are declared elsewhere.
            written: ids of objects that were written to, whose entries are reported even if they seem the
                same.
        """
        modules = list(modules)
        known = {number for number in written if number in self.nodes or number in self._dictionaries}
        if not known and self._is_unchanged(modules):
            return SnapshotDiff()
        self._modules, self._last_app_state = modules, self.app_state
        return self._traverse(self._find_roots(modules), imported, known)

    def add_shared(self, name: str, value: object) -> None:
        """Follow an object of the standard library too, if two requests in a row have got the same one.

        Args:
            name: the expression that leads to it.
            value: what a request gets.
        """
        before, is_shared = self._shared.get(name, (None, False))
        if before is not value or not is_shared:
            self._shared[name] = value, before is value
            self._modules = []  # so that the next update traverses

    def _is_unchanged(self, modules: list[Any]) -> bool:
        """True if nothing has changed, as after most requests."""
        if modules != self._modules or self.app_state is not self._last_app_state:
            return False
        return all(node.fingerprint(node.value) == node.last for node in self._order)

    def _traverse(
        self, roots: list[HeapNode], imported: Mapping[str, Collection[str]], written: Collection[int]
    ) -> SnapshotDiff:
        diff = SnapshotDiff()
        reached: dict[int, HeapNode] = {}
        order = list(roots)
        for node in order:  # grows meanwhile
            now = node.fingerprint(node.value)
            is_written = bool(written) and (id(node.value) in written or _is_dict_written(node, written))
            if is_written or now != node.last:
                self._compare(node, now, imported.get(node.root, ()), diff, is_written=is_written)
            for child in node.children:
                number = id(child.value)
                if number not in reached:
                    reached[number] = child
                    order.append(child)
            if len(reached) > _MOST_NODES:
                break
        for root in roots:
            if root.kind is ContainerKind.MODULE:
                reached[id(root.value)] = reached[id(vars(root.value))] = root
            elif root.kind is not ContainerKind.IMPORTS:
                reached[id(root.value)] = root
        self.nodes, self._order = reached, [one for one in order if one.last is not None]
        instances = (one.value for one in order if one.kind in _INSTANCES)
        self._dictionaries = {id(instance_dict(one)) for one in instances}
        return diff

    def _find_roots(self, modules: list[Any]) -> list[HeapNode]:
        self._own = {module.__name__ for module in modules}
        before, self._roots = self._roots, {}
        for kind in (ContainerKind.MODULE, ContainerKind.IMPORTS):
            for module in modules:
                self._add_root(module, kind, module.__name__, before)
        kind_of_state = kind_of(self.app_state, self._own)
        if kind_of_state not in (None, ContainerKind.LIBRARY):
            self._add_root(self.app_state, kind_of_state, "event.app", before)
        for name, (value, is_shared) in self._shared.items():
            kind_of_shared = kind_of(value, self._own)
            if is_shared and kind_of_shared is not None:
                self._add_root(value, kind_of_shared, name, before)
        return list(self._roots.values())

    def _add_root(
        self, value: Any, kind: ContainerKind, name: str, before: dict[tuple[int, ContainerKind], HeapNode]
    ) -> None:
        known = before.get((id(value), kind))
        if known is None or known.value is not value:
            known = HeapNode(value, kind, None, None, name)
        self._roots[id(value), kind] = known

    def _compare(
        self,
        node: HeapNode,
        now: tuple[Any, ...],
        imported: Collection[str],
        diff: SnapshotDiff,
        *,
        is_written: bool,
    ) -> None:
        items = self._visible_items(node, imported)
        size = size_of(node.value, node.kind)
        if node.last is not None:
            _add_changes(node, now, items, size, is_written=is_written, diff=diff)
        node.last, node.size = now, size
        node.children = list(self._children(node, items))

    def _visible_items(self, node: HeapNode, imported: Collection[str]) -> list[tuple[object, Any]]:
        items = items_of(node.value, node.kind)
        if node.kind in (ContainerKind.MODULE, ContainerKind.IMPORTS):
            wanted = node.kind is ContainerKind.IMPORTS
            return [item for item in items if (item[0] in imported) is wanted]
        if node.kind is ContainerKind.WEAK_KEYED:
            return [item for item in items if self._is_eternal(item[0])]
        return list(items)

    def _is_eternal(self, key: object) -> bool:
        """True for a key of a weak dictionary that lives on by itself, so that its entry does."""
        return isinstance(key, type | FunctionType | ModuleType) or id(key) in self.nodes

    def _children(self, node: HeapNode, items: Iterable[tuple[object, Any]]) -> Iterator[HeapNode]:
        for key, value in items:
            if type(value) in _PLAIN and type(key) in _PLAIN:
                continue
            known = self.nodes.get(id(value))
            if known is not None and known.value is value:
                if known.parent is node:
                    known.key = key
                yield known
            else:
                kind = kind_of(value, self._own)
                if kind is not None:
                    yield HeapNode(value, kind, node, key, node.root)
            if node.kind in _KEYED:
                kind = kind_of(key, self._own)
                if kind is not None and id(key) not in self.nodes:
                    yield HeapNode(key, kind, node, key, node.root)


def _is_dict_written(node: HeapNode, written: Collection[int]) -> bool:
    """True if a module or an instance was written to through its `__dict__`."""
    if node.kind is ContainerKind.MODULE:
        return id(node.value.__dict__) in written
    return node.kind in _INSTANCES and id(instance_dict(node.value)) in written


def _add_changes(
    node: HeapNode,
    now: tuple[Any, ...],
    items: list[tuple[object, Any]],
    size: int,
    *,
    is_written: bool,
    diff: SnapshotDiff,
) -> None:
    if size > node.size:
        diff.grown.append((node, size - node.size))
    elif size < node.size:
        diff.shrunk.append(node)
    assert node.last is not None
    known = set(node.last)
    replaced = _replaced(node, now)
    if node.size > LARGE or size > LARGE:
        more = max(size - node.size, 0) + _RECHECKED
        items = items[-more:] if node.kind is not ContainerKind.LIST else [*items[:more], *items[-more:]]
    is_dict = node.kind is ContainerKind.DICT
    new = [
        item
        for item in items
        if id(item[1]) not in known
        or (is_dict and id(item[0]) not in known)
        or _identity(item[0]) in replaced
    ]
    if not new and size > node.size:
        new = items[-1:]  # the same object once more
    for key, value in new[:_MOST_CHANGES]:
        is_kept_apart = node.kind not in NAMED or node.kind is ContainerKind.WEAK_KEYED
        is_added = id(key) not in known if node.kind in _KEYED else is_kept_apart
        is_added = is_added and _identity(key) not in replaced
        diff.changes.append(HeapChange(node, key, value, is_added))
    if is_written and len(new) < _RECHECKED and node.kind not in (ContainerKind.LIST, ContainerKind.SET):
        fresh = {id(value) for _, value in new}
        diff.changes += [
            HeapChange(node, key, value, is_added=False, is_rechecked=True)
            for key, value in items[-_RECHECKED:]
            if id(value) not in fresh
        ]


def _replaced(node: HeapNode, now: tuple[Any, ...]) -> set[object]:
    """The keys under which there is another object than before, as far as the fingerprints tell.

    Small numbers and constants are the same objects wherever they are, so whether an object is new to its
    container says less than its position.
    """
    before = node.last or ()
    if len(before) != len(now):
        return set()
    at = [number for number, pair in enumerate(zip(before, now, strict=True)) if pair[0] != pair[1]]
    match node.kind:
        case ContainerKind.MODULE | ContainerKind.IMPORTS | ContainerKind.CLASS if at:
            keys: list[object] = list(vars(node.value))
        case ContainerKind.DICT if at and dict.__len__(node.value) <= LARGE:
            keys = list(dict.keys(node.value)) * 2  # a fingerprint has the keys first
        case (
            ContainerKind.INSTANCE
            | ContainerKind.EXCEPTION
            | ContainerKind.FUNCTION
            | ContainerKind.CONTEXT
            | ContainerKind.FIELDS
        ) if at:
            keys = [key for key, _ in items_of(node.value, node.kind)]
        case ContainerKind.LIST if len(at) == 1 and len(now) <= LARGE:
            keys = list(range(len(now)))
        case _:
            return set()
    if len(keys) < len(now) or (node.kind is ContainerKind.FUNCTION and len(keys) != len(now)):
        return set(map(_identity, keys))  # all defaults of a function have one fingerprint
    return {_identity(keys[number]) for number in at}


def _identity(key: object) -> object:
    """The identity of a key: a comparison may run code of the app."""
    return key if type(key) is int else f"id {id(key)}"


def _short(key: object) -> str:
    if isinstance(key, tuple):
        return f"({', '.join(_short(one) for one in key[:4])})"
    if isinstance(key, type | FunctionType):
        return key.__name__
    if isinstance(key, Enum):
        return f"{type(key).__name__}.{key._name_}"
    if not isinstance(key, str | bytes | int | float | None):
        return f"<{type(key).__name__}>"
    text = repr(key)
    return text if len(text) <= 60 else text[:57] + "…'"
