"""Containers that cannot grow without end: they have a limit, or the app's code empties them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from lissome.state_guard.heap.introspect import ContainerKind, attributes
from lissome.state_guard.heap.snapshot import HeapNode
from lissome.state_guard.heap.walk import on_path
from lissome.state_guard.source.module_source import ModuleSource, ModuleSources

# Names of attributes that hold the greatest number of entries.
_LIMIT: Final = re.compile(r"_*(?:\w+__)?(max_?(?:size|len|length|entries|items)|size_?limit|capacity)")
_QUEUES: Final = frozenset({"Queue", "LifoQueue", "PriorityQueue", "SimpleQueue"})
_MODULES: Final = (ContainerKind.MODULE, ContainerKind.IMPORTS)
_WITH_ATTRIBUTES: Final = (ContainerKind.CLASS, ContainerKind.INSTANCE)


def is_limited(value: Any) -> bool:
    """True if an object has a limit for the number of its entries."""
    return _is_marked_bounded(value) or any(
        isinstance(name, str) and _LIMIT.fullmatch(name) and type(limit) in (int, float) and limit > 0
        for name, limit in attributes(value)
    )


def is_limited_on_path(value: Any, path: str) -> bool:
    """True if an object on the path from a library's object to what was found in it is limited: a cache."""
    return any(is_limited(one) for one in on_path(value, path))


def is_node_limited(node: HeapNode) -> bool:
    """True for a limited container: a `deque`, an `lru_cache`, a queue, a cache of a library."""
    value = node.value
    if node.kind is ContainerKind.LIST and getattr(value, "maxlen", None) is not None:
        return True
    if node.kind is ContainerKind.LRU_CACHE:
        return value.cache_info().maxsize is not None
    if _is_marked_bounded(value):
        return True
    kinds = (ContainerKind.INSTANCE, ContainerKind.LIBRARY, ContainerKind.DICT)
    candidates = (node,) if node.parent is None else (node, node.parent)
    return any(one.kind in kinds and is_limited(one.value) for one in candidates)


def is_emptied(sources: ModuleSources, node: HeapNode) -> bool:
    """True if some line of the app takes something out of a container, so that the app bounds it."""
    return _is_taken(sources, node) or any(_evicting(sources, node))


def idle_evictions(sources: ModuleSources, node: HeapNode) -> list[tuple[str, int]]:
    """Return the functions that take something out of a container, as far as none is a bound.

    Returns:
        Their modules and lines; nothing if one of them waits for a size, an age, or another task.
    """
    if _is_taken(sources, node):
        return []
    found: list[tuple[str, int]] = []
    for facts, name in _evicting(sources, node):
        evictions = [one for one in facts.evictions if one.name == name]
        if not evictions or any(one.is_bound for one in evictions):
            return []
        found += [(facts.module, one.line) for one in evictions]
    return found


def _evicting(sources: ModuleSources, node: HeapNode) -> Iterator[tuple[ModuleSource, str]]:
    """Yield the sources that take something out of a container, and its name there."""
    for parent, name in _holders(node):
        if parent.kind in _MODULES:
            yield from sources.evicting(name, parent.root)
        elif parent.kind is ContainerKind.FUNCTION:
            yield from sources.evicting(name.strip("(=)"), parent.value.__module__)
        else:
            yield from sources.evicting_attribute(name, _class_of(parent))


def _is_taken(sources: ModuleSources, node: HeapNode) -> bool:
    """True for a queue of which some code takes entries, without a key."""
    for step in node.ancestors():
        if step.parent is None or type(step.value).__name__ not in _QUEUES:
            continue
        module = step.parent.root if step.parent.kind in _MODULES else None
        if sources.takes(str(step.key), module):
            return True
    return False


def _holders(node: HeapNode) -> Iterator[tuple[HeapNode, str]]:
    """Yield the variable or attribute that a container is in, and those of objects that pass evictions on."""
    for step in node.ancestors():
        parent = step.parent
        if parent is None:
            return
        is_attribute = parent.kind in _WITH_ATTRIBUTES and isinstance(step.key, str)
        if is_attribute or parent.kind in (*_MODULES, ContainerKind.FUNCTION):
            yield parent, str(step.key)
            if not is_attribute or not _delegates_eviction(parent.value):
                return


def is_slot_emptied(sources: ModuleSources, node: HeapNode, name: object) -> bool:
    """True if some line shortens what a variable or attribute is bound to: `recent = recent[-100:]`."""
    if node.kind in _MODULES:
        return sources.evicts(str(name), node.root)
    return node.kind in _WITH_ATTRIBUTES and sources.evicts_attribute(str(name), _class_of(node))


def is_container_class(class_: type) -> bool:
    """True for Python's classes that keep their entries in attributes, such as queues."""
    return class_.__module__ in ("asyncio.queues", "queue", "_queue", "collections", "contextlib")


def _is_marked_bounded(value: Any) -> bool:
    return any("__lissome_bounded__" in class_.__dict__ for class_ in type(value).__mro__)


def _delegates_eviction(value: Any) -> bool:
    """True if taking something out of the object takes it out of the container that it holds."""
    class_ = type(value)
    is_pythons = class_.__module__.startswith(("asyncio", "queue", "collections"))
    return is_pythons or any("__delitem__" in one.__dict__ for one in class_.__mro__)


def _class_of(node: HeapNode) -> type:
    return node.value if node.kind is ContainerKind.CLASS else type(node.value)
