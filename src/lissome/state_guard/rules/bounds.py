"""Whether a container has a bound: then what requests put into it does not pile up."""

from __future__ import annotations

import re
from typing import Any, Final

from lissome.state_guard.heap.introspect import ContainerKind, attributes
from lissome.state_guard.heap.snapshot import HeapNode
from lissome.state_guard.request_values.matcher import on_path
from lissome.state_guard.source.module_source import ModuleSources

# What classes call the number of entries that they keep at most.
_LIMIT: Final = re.compile(r"_*(?:\w+__)?(max_?(?:size|len|length|entries|items)|size_?limit|capacity)")
_QUEUES: Final = frozenset({"Queue", "LifoQueue", "PriorityQueue", "SimpleQueue"})


def is_bounded(value: Any) -> bool:
    """Whether an object says itself how much it keeps."""
    if any("__lissome_bounded__" in class_.__dict__ for class_ in type(value).__mro__):
        return True
    for name, limit in attributes(value):
        if isinstance(name, str) and _LIMIT.fullmatch(name) and type(limit) in (int, float) and limit > 0:
            return True
    return False


def is_bounded_within(value: Any, path: str) -> bool:
    """Whether something on the way from a library's object to what was found in it has a bound: a cache."""
    return any(is_bounded(one) for one in on_path(value, path))


def is_holder_bounded(holder: HeapNode) -> bool:
    """The same for a container or what holds it: a `deque`, an `lru_cache`, a queue, a cache of a library."""
    value = holder.value
    if holder.kind is ContainerKind.LIST and getattr(value, "maxlen", None) is not None:
        return True
    if holder.kind is ContainerKind.MEMO:
        return value.cache_info().maxsize is not None
    if any("__lissome_bounded__" in class_.__dict__ for class_ in type(value).__mro__):
        return True
    parent = holder.parent
    return any(
        one.kind in (ContainerKind.INSTANCE, ContainerKind.FOREIGN, ContainerKind.DICT)
        and is_bounded(one.value)
        for one in ((holder,) if parent is None else (holder, parent))
    )


def is_emptied_by_code(indexes: ModuleSources, holder: HeapNode) -> bool:
    """Whether some line of the app takes something out of it: then the app has thought of its bound."""
    step: HeapNode | None = holder
    while step is not None and step.parent is not None:
        parent, name = step.parent, step.key
        if parent.kind in (ContainerKind.MODULE, ContainerKind.IMPORTS):
            return indexes.evicts(str(name), parent.root) or (
                _is_queue(step) and indexes.takes(str(name), parent.root)
            )
        if parent.kind in (ContainerKind.CLASS, ContainerKind.INSTANCE) and isinstance(name, str):
            if indexes.evicts_attribute(name, _class_of(parent)) or (
                _is_queue(step) and indexes.takes(name, None)
            ):
                return True
            if not _is_like_container(parent.value):
                return False
        elif parent.kind is ContainerKind.FUNCTION:
            return indexes.evicts(str(name).strip("(=)"), parent.value.__module__)
        step = parent
    return False


def is_slot_emptied(indexes: ModuleSources, holder: HeapNode, name: object) -> bool:
    """The same for what a variable or attribute is bound to: `recent = recent[-100:]`."""
    if holder.kind in (ContainerKind.MODULE, ContainerKind.IMPORTS):
        return indexes.evicts(str(name), holder.root)
    is_attribute = holder.kind in (ContainerKind.CLASS, ContainerKind.INSTANCE)
    return is_attribute and indexes.evicts_attribute(str(name), _class_of(holder))


def _is_like_container(value: Any) -> bool:
    """Whether what is taken out of it is taken out of what it holds."""
    class_ = type(value)
    is_pythons = class_.__module__.startswith(("asyncio", "queue", "collections"))
    return is_pythons or any("__delitem__" in one.__dict__ for one in class_.__mro__)


def _class_of(holder: HeapNode) -> type:
    """A class, or the class of an instance."""
    return holder.value if holder.kind is ContainerKind.CLASS else type(holder.value)


def is_container_class(class_: type) -> bool:
    """Whether the attributes of a class of Python's are how it keeps its entries, as a queue does."""
    return class_.__module__ in ("asyncio.queues", "queue", "_queue", "collections", "contextlib")


def _is_queue(holder: HeapNode) -> bool:
    return type(holder.value).__name__ in _QUEUES
