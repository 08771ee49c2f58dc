"""Writes of the app's code to objects of libraries, whose insides the snapshot does not follow.

Only the surface of such an object is searched: what a library keeps deeper inside is its own business, unless
the app's code has written to that part.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from lissome.state_guard.heap.introspect import ContainerKind, attributes, items_of
from lissome.state_guard.heap.library_objects import LibraryObjects
from lissome.state_guard.heap.slots import MISSING, interpreters_attribute
from lissome.state_guard.heap.snapshot import HeapChange, HeapNode
from lissome.state_guard.heap.walk import DEEPEST, on_path
from lissome.state_guard.inspection import Inspection
from lissome.state_guard.request_record import RequestRecord
from lissome.state_guard.request_values.matcher import ValueMatch
from lissome.state_guard.rules.bounds import is_emptied, is_limited, is_limited_on_path
from lissome.state_guard.source.module_source import ModuleSources
from lissome.state_guard.writes.attribution import Write
from lissome.state_guard.writes.sites import WriteKind

_NEAR: Final = 5
_NEAR_PART: Final = 7
_MOST_ON_PATH: Final = 1_000
# Attributes whose contents the snapshot has.
_FOLLOWED: Final = ("__dict__", "__defaults__", "__kwdefaults__")
_STANDARD_LIBRARY: Final = ("contextlib", "asyncio", "queue", "io", "_io", "collections", "logging")


@dataclass(frozen=True, slots=True)
class LibraryWrite:
    """A write to an object of a library that has to be judged.

    Attributes:
        change: the object itself in what holds it, or one of its attributes.
        write: the write.
        record: the request that made it.
        match: a value of a request in the object; None if an attribute was set to something unknown.
        place: where the object, or its part that was written to, is.
    """

    change: HeapChange
    write: Write
    record: RequestRecord
    match: ValueMatch | None
    place: str


def library_writes(
    sources: ModuleSources,
    library_objects: LibraryObjects,
    inspection: Inspection,
    nodes: dict[int, HeapNode],
) -> Iterator[LibraryWrite]:
    """Yield the writes to objects of libraries by requests that have ended."""
    for target, value in inspection.attribution.targets.items():
        writes = [one for one in inspection.attribution.of_target(target) if one.request in inspection.ended]
        if not writes:
            continue
        write = next((one for one in writes if one.site.kind is not WriteKind.TOUCH), writes[-1])
        node = nodes.get(target)
        if node is None:
            owner = library_objects.find(value, nodes)
            if owner is not None:
                yield from _search(sources, *owner, value, write=write, inspection=inspection)
        elif target in inspection.known and _is_of_library(node):
            yield from _search(sources, node, "", value, write=write, inspection=inspection)


def interpreter_writes(inspection: Inspection, nodes: dict[int, HeapNode]) -> Iterator[LibraryWrite]:
    """Yield the writes to attributes that Python keeps apart from others: ``__class__``, ``__code__``, …"""
    for target in inspection.attribution.targets:
        node = nodes.get(target)
        for write in inspection.attribution.of_target(target) if node is not None else ():
            change = None if node is None else _set_by_interpreter(node, write)
            if change is not None and write.request in inspection.ended:
                match = inspection.matcher.find(change.value, deepest=_NEAR)
                place = change.node.place_of(change.key)
                yield LibraryWrite(change, write, inspection.ended[write.request], match, place)


def _set_by_interpreter(node: HeapNode, write: Write) -> HeapChange | None:
    name = write.site.slot
    if write.site.kind is not WriteKind.SLOT or not isinstance(name, str) or name in _FOLLOWED:
        return None
    now = interpreters_attribute(node.value, name)
    if now is MISSING or any(key == name for key, _ in items_of(node.value, node.kind)):
        return None
    return HeapChange(node, name, now, is_added=False)


def _search(
    sources: ModuleSources,
    node: HeapNode,
    path: str,
    value: Any,
    *,
    write: Write,
    inspection: Inspection,
) -> Iterator[LibraryWrite]:
    """Search an object of a library, or its part `value` at `path`."""
    near = _NEAR_PART if path else _NEAR
    match = inspection.matcher.find(value, deepest=DEEPEST if _is_of_python(value) else near)
    record, place = inspection.ended[write.request], node.place() + path
    if match is None:
        change = _set_attribute(node, value, write)
        if change is not None:
            shown = node.place_of(change.key) if not path else f"{place}[{change.key!r}]"
            yield LibraryWrite(change, write, record, None, shown)
    elif node.parent is not None:
        is_bounded = is_limited(value) or is_limited_on_path(value, match.path)
        if (match.is_request or not is_bounded) and not is_emptied(sources, node):
            change = HeapChange(node.parent, node.key, node.value, is_added=False)
            inner = map(id, on_path(value, match.path, most=_MOST_ON_PATH))
            write = inspection.attribution.later(write, inner, match.path) or write
            yield LibraryWrite(change, write, record, match, place)


def _set_attribute(node: HeapNode, value: Any, write: Write) -> HeapChange | None:
    """Return the attribute or key that was set, under its own name or with an underscore before it."""
    if write.site.kind is not WriteKind.SLOT:
        return None
    name, own = str(write.site.slot), dict(value if type(value) is dict else attributes(value))
    kept_as = next((one for one in (name, f"_{name}") if one in own), None)
    return None if kept_as is None else HeapChange(node, name, own[kept_as], is_added=False)


def _is_of_library(node: HeapNode) -> bool:
    if node.kind is ContainerKind.INSTANCE:
        return _is_of_python(node.value)
    return node.kind in (ContainerKind.LIBRARY, ContainerKind.BUILTIN)


def _is_of_python(value: Any) -> bool:
    return type(value).__module__.startswith(_STANDARD_LIBRARY)
