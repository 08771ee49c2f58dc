"""The state that can be reached from the app's modules, and what of it changes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from lissome.state_guard.heap.introspect import (
    LARGE,
    NAMED,
    ContainerKind,
    fingerprint_of,
    instance_dict,
    items_of,
    kind_of,
    size_of,
)
from lissome.state_guard.writes.recorder import ATOMS

# No app has that many; a library's tables may.
_MOST_HOLDERS: Final = 100_000
_MOST_CHANGES: Final = 64
_RECHECKED: Final = 16
# Large containers have thousands of these, and nothing is in them.
_PLAIN: Final = ATOMS - {tuple, frozenset}


@dataclass(slots=True, eq=False)
class HeapNode:
    """An object that holds others, and where it was found.

    Attributes:
        value: the object.
        kind: how it holds others.
        parent: what it was found in; None for a module.
        key: under which key, attribute or number.
        root: the module's name.
        size: how many entries it had.
    """

    value: Any
    kind: ContainerKind
    parent: HeapNode | None
    key: object
    root: str
    size: int = 0
    seen: tuple[Any, ...] | None = None
    children: list[HeapNode] = field(default_factory=list)
    fingerprint: Callable[[Any], tuple[Any, ...]] = field(init=False)

    def __post_init__(self) -> None:
        self.fingerprint = fingerprint_of(self.kind)

    def place(self) -> str:
        """Where it is, as Python would spell it."""
        if self.parent is None:
            return self.root
        return self.parent.place_of(self.key)

    def place_of(self, key: object) -> str:
        """Where its entry is."""
        here = self.place()
        match self.kind:
            case ContainerKind.FUNCTION if isinstance(key, str) and key.startswith("("):
                return f"{here}{key}"
            case ContainerKind.DICT | ContainerKind.MEMO:
                return f"{here}[{_short(key)}]"
            case ContainerKind.LIST | ContainerKind.TUPLE:
                return f"{here}[{key}]"
            case ContainerKind.SET | ContainerKind.BUFFER | ContainerKind.OTHER | ContainerKind.FOREIGN:
                return here
            case _:
                return f"{here}.{key}"

    def forget(self, *parts: object) -> None:
        """Take parts for new when they are looked at next, if they are still there."""
        ids = set(map(id, parts))
        self.seen = tuple([one for one in self.seen or () if one not in ids])

    def ancestors(self) -> Iterator[HeapNode]:
        """It, what holds it, and so on up to the module."""
        holder: HeapNode | None = self
        while holder is not None:
            yield holder
            holder = holder.parent


@dataclass(frozen=True, slots=True)
class HeapChange:
    """An entry that is new, or another one than before.

    Attributes:
        holder: what it is in.
        key: under which key, attribute or number.
        value: the entry.
        is_added: there was nothing under this key.
        is_checked_again: it seems to be the same as before, but was written to.
    """

    holder: HeapNode
    key: object
    value: Any
    is_added: bool
    is_checked_again: bool = False


@dataclass(slots=True)
class SnapshotDiff:
    """What one look saw.

    Attributes:
        changes: entries that are new or others than before.
        grown: containers with more entries than before, and how many more.
        shrunk: containers with fewer.
    """

    changes: list[HeapChange] = field(default_factory=list)
    grown: list[tuple[HeapNode, int]] = field(default_factory=list)
    shrunk: list[HeapNode] = field(default_factory=list)


class HeapSnapshot:
    """Keeps what the last look saw, so that the next one only follows what changed.

    Attributes:
        holders: by id, all that can be reached.
        app_state: `event.app`, if the app has one.
    """

    def __init__(self) -> None:
        self.holders: dict[int, HeapNode] = {}
        self._roots: dict[tuple[int, ContainerKind], HeapNode] = {}
        self._own: set[str] = set()
        self._modules: list[Any] = []
        self._seen_state: Any = None
        self._order: list[HeapNode] = []
        self._dictionaries: set[int] = set()
        self.app_state: Any = None

    def look(
        self, modules: Iterable[Any], imported: Mapping[str, Collection[str]], noted: Collection[int] = ()
    ) -> SnapshotDiff:
        """Look at everything.

        Args:
            modules: the app's.
            imported: of each module's names those that are imports: others have declared them.
            noted: ids of objects that were written to, to be looked at even if they seem unchanged.
        """
        modules = list(modules)
        known = {number for number in noted if number in self.holders or number in self._dictionaries}
        if not known and self._is_as_before(modules):
            return SnapshotDiff()
        self._modules, self._seen_state = modules, self.app_state
        return self._follow(self._find_roots(modules), imported, known)

    def _is_as_before(self, modules: list[Any]) -> bool:
        """Whether nothing has changed, which is so after most requests."""
        if modules != self._modules or self.app_state is not self._seen_state:
            return False
        return all(holder.fingerprint(holder.value) == holder.seen for holder in self._order)

    def _follow(
        self, roots: list[HeapNode], imported: Mapping[str, Collection[str]], noted: Collection[int]
    ) -> SnapshotDiff:
        """Look at all that can be reached, since something of it has changed."""
        seen = SnapshotDiff()
        reached: dict[int, HeapNode] = {}
        order = list(roots)
        for holder in order:  # grows meanwhile
            now = holder.fingerprint(holder.value)
            is_noted = bool(noted) and (id(holder.value) in noted or _is_noted(holder, noted))
            if is_noted or now != holder.seen:
                self._update(holder, now, imported.get(holder.root, ()), seen, is_noted=is_noted)
            for child in holder.children:
                number = id(child.value)
                if number not in reached:
                    reached[number] = child
                    order.append(child)
            if len(reached) > _MOST_HOLDERS:
                break
        for root in roots:
            if root.kind is ContainerKind.MODULE:
                reached[id(root.value)] = reached[id(vars(root.value))] = root
            elif root.kind is not ContainerKind.IMPORTS:
                reached[id(root.value)] = root
        self.holders, self._order = reached, [one for one in order if one.seen is not None]
        self._dictionaries = {
            id(instance_dict(one.value)) for one in order if one.kind is ContainerKind.INSTANCE
        }
        return seen

    def _find_roots(self, modules: list[Any]) -> list[HeapNode]:
        self._own = {module.__name__ for module in modules}
        before, self._roots = self._roots, {}
        for kind in (ContainerKind.MODULE, ContainerKind.IMPORTS):
            for module in modules:
                known = before.get((id(module), kind))
                if known is None or known.value is not module:
                    known = HeapNode(module, kind, None, None, module.__name__)
                self._roots[id(module), kind] = known
        self._add_app_state(before)
        return list(self._roots.values())

    def _add_app_state(self, before: dict[tuple[int, ContainerKind], HeapNode]) -> None:
        kind = kind_of(self.app_state, self._own)
        if kind is not None and kind is not ContainerKind.FOREIGN:
            key = (id(self.app_state), kind)
            known = before.get(key)
            if known is None or known.value is not self.app_state:
                known = HeapNode(self.app_state, kind, None, None, "event.app")
            self._roots[key] = known

    def _update(
        self,
        holder: HeapNode,
        now: tuple[Any, ...],
        imported: Collection[str],
        seen: SnapshotDiff,
        *,
        is_noted: bool,
    ) -> None:
        items = _visible(holder, imported)
        size = size_of(holder.value, holder.kind)
        if holder.seen is not None:
            _compare(holder, items, size, is_noted=is_noted, seen=seen)
        holder.seen, holder.size = now, size
        holder.children = list(self._children(holder, items))

    def _children(self, holder: HeapNode, items: Iterable[tuple[object, Any]]) -> Iterator[HeapNode]:
        for key, value in items:
            if type(value) in _PLAIN and type(key) in _PLAIN:
                continue
            known = self.holders.get(id(value))
            if known is not None and known.value is value:
                if known.parent is holder:
                    known.key = key
                yield known
            else:
                kind = kind_of(value, self._own)
                if kind is not None:
                    yield HeapNode(value, kind, holder, key, holder.root)
            if holder.kind in (ContainerKind.DICT, ContainerKind.MEMO):
                kind = kind_of(key, self._own)
                if kind is not None and id(key) not in self.holders:
                    yield HeapNode(key, kind, holder, key, holder.root)


def _is_noted(holder: HeapNode, noted: Collection[int]) -> bool:
    """Whether it was written to through its `__dict__`."""
    if holder.kind is ContainerKind.MODULE:
        return id(holder.value.__dict__) in noted
    return holder.kind is ContainerKind.INSTANCE and id(instance_dict(holder.value)) in noted


def _visible(holder: HeapNode, imported: Collection[str]) -> list[tuple[object, Any]]:
    items = items_of(holder.value, holder.kind)
    if holder.kind in (ContainerKind.MODULE, ContainerKind.IMPORTS):
        wanted = holder.kind is ContainerKind.IMPORTS
        return [item for item in items if (item[0] in imported) is wanted]
    return list(items)


def _compare(
    holder: HeapNode, items: list[tuple[object, Any]], size: int, *, is_noted: bool, seen: SnapshotDiff
) -> None:
    assert holder.seen is not None
    before = holder.seen
    if size > holder.size:
        seen.grown.append((holder, size - holder.size))
    elif size < holder.size:
        seen.shrunk.append(holder)
    known = set(before)
    if holder.size > LARGE or size > LARGE:
        more = max(size - holder.size, 0) + _RECHECKED
        items = items[-more:] if holder.kind is not ContainerKind.LIST else [*items[:more], *items[-more:]]
    new = [item for item in items if id(item[1]) not in known or _is_new_key(holder, item[0], known)]
    if not new and size > holder.size:
        new = items[-1:]  # one more of the same
    keyed = holder.kind in (ContainerKind.DICT, ContainerKind.MEMO)
    for key, value in new[:_MOST_CHANGES]:
        added = id(key) not in known if keyed else holder.kind not in NAMED
        seen.changes.append(HeapChange(holder, key, value, added))
    if is_noted and len(new) < _RECHECKED and holder.kind not in (ContainerKind.LIST, ContainerKind.SET):
        fresh = {id(value) for _, value in new}
        again = [(key, value) for key, value in items[-_RECHECKED:] if id(value) not in fresh]
        seen.changes += [
            HeapChange(holder, key, value, is_added=False, is_checked_again=True) for key, value in again
        ]


def _is_new_key(holder: HeapNode, key: object, known: set[Any]) -> bool:
    return holder.kind is ContainerKind.DICT and id(key) not in known


def _short(key: object) -> str:
    if isinstance(key, str | bytes | int | float | tuple | None) and not isinstance(key, tuple):
        text = repr(key)
        return text if len(text) <= 60 else text[:57] + "…'"
    return "…" if not isinstance(key, tuple) else f"({', '.join(_short(one) for one in key[:4])})"
