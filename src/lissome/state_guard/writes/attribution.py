"""Attribution of changes: from an entry that has changed to the line that wrote it, and its request."""

from __future__ import annotations

from collections import ChainMap, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from lissome.state_guard.heap.introspect import ContainerKind, instance_dict
from lissome.state_guard.heap.snapshot import HeapNode
from lissome.state_guard.source.module_source import Lines, ModuleSource, ModuleSources
from lissome.state_guard.writes.recorder import WriteLog
from lissome.state_guard.writes.sites import MISSING, WARNINGS, WriteKind, WriteSite, WriteSites

_MODULES: Final = (ContainerKind.MODULE, ContainerKind.IMPORTS)
# Objects with methods that change what they hold.
_OBJECTS: Final = (
    *(ContainerKind.INSTANCE, ContainerKind.EXCEPTION, ContainerKind.FUNCTION),
    *(ContainerKind.BUILTIN, ContainerKind.LIBRARY),
)


# Setting one of these attributes replaces many entries.
_WHOLE: Final = ("__dict__", "__defaults__", "__kwdefaults__", "__class__", "cell_contents")


@dataclass(frozen=True, slots=True)
class Write:
    """A write of a request.

    Attributes:
        site: the place in the code.
        request: the request's number; 0 for a write outside of requests.
        step: its position among the request's writes.
    """

    site: WriteSite
    request: int
    step: int = 0

    @property
    def is_certain(self) -> bool:
        """True if the statement changes its target; False if it calls a method that may."""
        return self.site.kind in (WriteKind.WRITE, WriteKind.SLOT)


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of a file of the app."""

    file: str
    line: int


class Attribution:
    """The writes of some requests, by target.

    Args:
        sites: the places that the logs refer to.
        logs: the requests' logs, the latest last.

    Attributes:
        targets: the objects that were written to, by id.
    """

    def __init__(self, sites: WriteSites, logs: Iterable[WriteLog]) -> None:
        self._by_target: dict[int, list[Write]] = defaultdict(list)
        self._by_variable: dict[tuple[str, object], list[Write]] = defaultdict(list)
        self.targets: dict[int, Any] = {}
        for log in logs:
            for step, ((target, number), value) in enumerate(log.items()):
                site = sites[number]
                write = Write(site, log.number, step)
                if target == 0:
                    self._by_variable[_module_of(site), site.slot].append(write)
                else:
                    self._by_target[target].append(write)
                    self.targets[target] = value

    def of_target(self, target: int) -> list[Write]:
        """Return the writes to the object with this id."""
        return self._by_target.get(target, [])

    def writes_of(self, node: HeapNode, key: object, value: Any) -> list[Write]:
        """Return the writes that may have put `value` under `key`, the likeliest first.

        First those to this very slot, then those to the object, then those to the value
        (`visits[user].append(path)`), and at last calls of methods of an object that holds it.
        """
        found = [write for target in _ids(node) for write in self.of_target(target)]
        if not found and node.kind is ContainerKind.DICT:
            found = self._by_dictionary.get(id(node.value), [])
        exact = list(self._augmenting(node))
        keys = (key,) if node.kind is not ContainerKind.FUNCTION else (key, str(key).strip("(=)"))
        exact += [one for one in found if one.site.kind is WriteKind.SLOT and one.site.slot in keys]
        exact += self._to_variable(node, key)
        vague = [one for one in found if one.site.kind is WriteKind.WRITE or one.site.slot in _WHOLE]
        inner = [one for one in self.of_target(id(value)) if one.is_certain]
        created = [one for one in found if one.site.slot == MISSING]  # the first has created the entry
        touched = [one for one in found if one.site.kind in (WriteKind.TOUCH, WriteKind.EVICT)]
        for ancestor in list(node.ancestors())[1:]:
            if ancestor.kind in _OBJECTS:
                touched += self.of_target(id(ancestor.value))
        return [*reversed(exact), *reversed(vague), *reversed(inner), *created, *reversed(touched)]

    def later(self, write: Write, targets: Iterable[int], path: str) -> Write | None:
        """Return the write to the last of these objects after `write` in the same request.

        Args:
            path: leads through these objects; a write to another attribute of one did not make it.
        """
        found = None
        for target in targets:
            for one in self.of_target(target):
                is_later = one.request == write.request and one.step > write.step
                if one.is_certain and is_later and _is_on_path(one.site, path):
                    found = one
        return found

    def _to_variable(self, node: HeapNode, name: object) -> list[Write]:
        if node.kind in _MODULES:
            return self._by_variable.get(("" if name == WARNINGS else node.root, name), [])
        if node.kind is ContainerKind.FUNCTION:
            return self._by_variable.get((node.value.__module__, name), [])
        return []

    def _augmenting(self, node: HeapNode) -> Iterator[Write]:
        """Writes such as `TAGS |= {tag}`, which set the slot that holds the object."""
        parent = node.parent
        if parent is None:
            return
        for target in _ids(parent):
            yield from (
                one for one in self.of_target(target) if one.site.is_augmented and one.site.slot == node.key
            )
        yield from (one for one in self._to_variable(parent, node.key) if one.site.is_augmented)

    @cached_property
    def _by_dictionary(self) -> dict[int, list[Write]]:
        """Writes to objects that keep their entries in a dictionary (instances, chained maps), by its id."""
        found: dict[int, list[Write]] = {}
        for target, value in self.targets.items():
            own = value.maps[0] if type(value) is ChainMap else instance_dict(value)
            if own is not None:
                found.setdefault(id(own), []).extend(self._by_target[target])
        return found

    @cached_property
    def written(self) -> set[int]:
        """Ids of objects that were written to, other than by a method that only may write."""
        return {
            target
            for target, writes in self._by_target.items()
            if any(write.site.kind is not WriteKind.TOUCH for write in writes)
        }


def _module_of(site: WriteSite) -> str:
    """The module whose variable a site binds: of warnings that may be that of any caller."""
    return "" if site.slot == WARNINGS else site.module


def _is_on_path(site: WriteSite, path: str) -> bool:
    return site.kind is not WriteKind.SLOT or f".{site.slot}" in path or f"[{site.slot!r}]" in path


def _ids(node: HeapNode) -> list[int]:
    """The ids under which an object may have been written to: also those of its `__dict__` and its cells."""
    if node.kind in _MODULES:
        return [id(node.value), id(node.value.__dict__)]
    if node.kind is ContainerKind.FUNCTION:
        inner = (node.value, node.value.__dict__, node.value.__kwdefaults__, *(node.value.__closure__ or ()))
        return [id(one) for one in inner if one is not None]
    is_instance = node.kind in (ContainerKind.INSTANCE, ContainerKind.EXCEPTION)
    own = instance_dict(node.value) if is_instance else None
    return [id(node.value)] if own is None else [id(node.value), id(own)]


def declarations(sources: ModuleSources, node: HeapNode, key: object) -> list[tuple[ModuleSource, Lines]]:
    """Return where the names that lead to an entry are declared, from the last name to the first."""
    found: list[tuple[ModuleSource, Lines]] = []
    for step, name in _path_to(node, key):
        source, dotted = _declared_as(sources, step, name)
        if source is not None and dotted in source.declared:
            found.append((source, source.declared[dotted]))
    return found


def _path_to(node: HeapNode, key: object) -> Iterator[tuple[HeapNode, object]]:
    yield node, key
    while node.parent is not None:
        yield node.parent, node.key
        node = node.parent


def _declared_as(sources: ModuleSources, node: HeapNode, name: object) -> tuple[ModuleSource | None, str]:
    """The module that declares an entry, and the entry's name there."""
    value = node.value
    match node.kind:
        case ContainerKind.MODULE | ContainerKind.IMPORTS:
            return sources.get(node.root), str(name)
        case ContainerKind.CLASS:
            return sources.get(value.__module__), f"{value.__qualname__}.{name}"
        case ContainerKind.INSTANCE:
            class_ = type(value)
            return sources.get(class_.__module__), f"{class_.__qualname__}.{name}"
        case ContainerKind.FUNCTION:
            return sources.get(value.__module__), value.__qualname__
        case _:
            return None, ""


def fallback_line(sources: ModuleSources, node: HeapNode, key: object) -> SourceLine | None:
    """Return the line to show for an entry that a library wrote, called by the app.

    That is the decorator of a cache or a cached property, a call that names the container, or its
    declaration.
    """
    code = function_of(node, key)
    if code is not None:
        source = sources.get(code[0])
        if source is not None:
            return SourceLine(source.file, code[1])
    for step, name in _path_to(node, key):
        source, dotted = _declared_as(sources, step, name)
        mentioned = source.mentions.get(dotted.rpartition(".")[2]) if source is not None else None
        if source is not None and mentioned:
            return SourceLine(source.file, mentioned[0])
    declared = declarations(sources, node, key)
    return SourceLine(declared[0][0].file, declared[0][1][0]) if declared else None


def function_of(node: HeapNode, key: object) -> tuple[str, int] | None:
    """Return the module and line of a decorated function that fills a cache or an attribute; or None."""
    function: Any = None
    if node.kind is ContainerKind.LRU_CACHE:
        function = node.value.__wrapped__
    elif node.kind is ContainerKind.INSTANCE:
        in_classes = (class_.__dict__.get(str(key)) for class_ in type(node.value).__mro__)
        function = next((found for one in in_classes if (found := getattr(one, "func", None))), None)
    code = getattr(function, "__code__", None)
    return None if code is None else (function.__module__, code.co_firstlineno)
