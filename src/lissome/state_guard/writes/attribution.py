"""From a change to the line that made it, and to the request that ran the line."""

from __future__ import annotations

from collections import ChainMap, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lissome.state_guard.heap.introspect import ContainerKind, instance_dict
from lissome.state_guard.heap.snapshot import HeapNode
from lissome.state_guard.source.module_source import Lines, ModuleSource, ModuleSources
from lissome.state_guard.writes.recorder import WriteLog
from lissome.state_guard.writes.sites import MISSING, WriteKind, WriteSite, WriteSites


@dataclass(frozen=True, slots=True)
class Write:
    """Who made a change.

    Attributes:
        site: the place.
        request: its number; 0 is none.
        step: which of its writes it was, in their order.
    """

    site: WriteSite
    request: int
    step: int = 0


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A place in the source."""

    file: str
    line: int


class Attribution:
    """Finds writers of changes, in the logs of the requests since the last look.

    Args:
        sites: what the numbers in the logs stand for.
        logs: the latest last.
    """

    def __init__(self, sites: WriteSites, logs: Iterable[WriteLog]) -> None:
        self._by_target: dict[int, list[Write]] = defaultdict(list)
        self._by_name: dict[tuple[str, object], list[Write]] = defaultdict(list)
        self.targets: dict[int, Any] = {}
        for log in logs:
            for step, ((target, number), value) in enumerate(log.items()):
                site = sites[number]
                writer = Write(site, log.number, step)
                if target == 0:
                    self._by_name[site.module, site.slot].append(writer)
                else:
                    self._by_target[target].append(writer)
                    self.targets[target] = value

    def of_target(self, target: int) -> list[Write]:
        """Who wrote to the object with this id."""
        return self._by_target.get(target, [])

    def writers(self, holder: HeapNode, key: object, value: Any) -> list[Write]:
        """Who may have put `value` under `key`: the likeliest first.

        First who is known to have written this very slot, then who wrote to the object, then who wrote to the
        value (`visits[user].append(path)`), and at last who called a method of something that holds it.
        """
        found = [writer for target in _ids(holder) for writer in self.of_target(target)]
        if not found and holder.kind is ContainerKind.DICT:
            found = self._by_dictionary.get(id(holder.value), [])
        exact = [one for one in found if one.site.act is WriteKind.SLOT and one.site.slot == key]
        exact += self._binders(holder, key)
        if holder.parent is not None:
            exact += [
                one
                for target in _ids(holder.parent)
                for one in self.of_target(target)
                if one.site.counts and one.site.slot == holder.key
            ]
            exact += [one for one in self._binders(holder.parent, holder.key) if one.site.counts]
        vague = [one for one in found if one.site.act is WriteKind.WRITE]
        inner = [
            one for one in self.of_target(id(value)) if one.site.act in (WriteKind.WRITE, WriteKind.SLOT)
        ]
        touched = [one for one in found if one.site.act in (WriteKind.TOUCH, WriteKind.EVICT)]
        for ancestor in list(holder.ancestors())[1:]:
            if ancestor.kind in (ContainerKind.INSTANCE, ContainerKind.OTHER, ContainerKind.FOREIGN):
                touched += self.of_target(id(ancestor.value))
        missed = [one for one in found if one.site.slot == MISSING]  # the first has made it
        return [*reversed(exact), *reversed(vague), *reversed(inner), *missed, *reversed(touched)]

    def _binders(self, holder: HeapNode, name: object) -> list[Write]:
        if holder.kind in (ContainerKind.MODULE, ContainerKind.IMPORTS):
            return self._by_name.get((holder.root, name), [])
        if holder.kind is ContainerKind.FUNCTION:
            return self._by_name.get((holder.value.__module__, name), [])
        return []

    def later(self, writer: Write, targets: Iterable[int]) -> Write | None:
        """Who wrote to the last of these objects, after `writer` in the same request."""
        found = None
        for target in targets:
            for one in self.of_target(target):
                is_write = one.site.act in (WriteKind.WRITE, WriteKind.SLOT)
                if is_write and one.request == writer.request and one.step > writer.step:
                    found = one
        return found

    @cached_property
    def _by_dictionary(self) -> dict[int, list[Write]]:
        """Who wrote to what only leads to a dictionary, by its id: instances, chained maps."""
        found: dict[int, list[Write]] = {}
        for target, value in self.targets.items():
            own = value.maps[0] if type(value) is ChainMap else instance_dict(value)
            if own is not None:
                found.setdefault(id(own), []).extend(self._by_target[target])
        return found

    @cached_property
    def written(self) -> set[int]:
        """Ids of objects that were written to, and not only had a method called."""
        return {
            target
            for target, writers in self._by_target.items()
            if any(writer.site.act is not WriteKind.TOUCH for writer in writers)
        }


def _ids(holder: HeapNode) -> list[int]:
    """The ids under which an object may have been written to: an instance also through its `__dict__`."""
    if holder.kind in (ContainerKind.MODULE, ContainerKind.IMPORTS, ContainerKind.FUNCTION):
        return [id(holder.value), id(holder.value.__dict__)]
    if holder.kind is ContainerKind.INSTANCE:
        own = instance_dict(holder.value)
        return [id(holder.value)] if own is None else [id(holder.value), id(own)]
    return [id(holder.value)]


def declarations(indexes: ModuleSources, holder: HeapNode, key: object) -> list[tuple[ModuleSource, Lines]]:
    """Where what leads to an entry is declared: the names in its place, from the last to the first."""
    found: list[tuple[ModuleSource, Lines]] = []
    for step, name in _named_steps(holder, key):
        index, dotted = _declared_as(indexes, step, name)
        if index is not None and dotted in index.declared:
            found.append((index, index.declared[dotted]))
    return found


def _named_steps(holder: HeapNode, key: object) -> Iterable[tuple[HeapNode, object]]:
    yield holder, key
    while holder.parent is not None:
        yield holder.parent, holder.key
        holder = holder.parent


def _declared_as(indexes: ModuleSources, holder: HeapNode, name: object) -> tuple[ModuleSource | None, str]:
    value = holder.value
    match holder.kind:
        case ContainerKind.MODULE | ContainerKind.IMPORTS:
            return indexes.get(holder.root), str(name)
        case ContainerKind.CLASS:
            return indexes.get(value.__module__), f"{value.__qualname__}.{name}"
        case ContainerKind.INSTANCE:
            class_ = type(value)
            return indexes.get(class_.__module__), f"{class_.__qualname__}.{name}"
        case ContainerKind.FUNCTION:
            return indexes.get(value.__module__), value.__qualname__
        case _:
            return None, ""


def fallback_line(indexes: ModuleSources, holder: HeapNode, key: object) -> SourceLine | None:
    """The line to show for what no instrumented statement wrote: a library did, called by the app.

    A cache's decorator, a cached property's, a call that names the container, or its declaration.
    """
    code = _code_of_maker(holder, key)
    if code is not None:
        index = indexes.get(code[0])
        if index is not None:
            return SourceLine(index.file, code[1])
    for step, name in _named_steps(holder, key):
        index, dotted = _declared_as(indexes, step, name)
        if index is None:
            continue
        mentioned = index.mentions.get(dotted.rpartition(".")[2])
        if mentioned:
            return SourceLine(index.file, mentioned[0])
    declared = declarations(indexes, holder, key)
    return SourceLine(declared[0][0].file, declared[0][1][0]) if declared else None


def _code_of_maker(holder: HeapNode, key: object) -> tuple[str, int] | None:
    """The module and line of a decorated function that fills a cache or an attribute."""
    function: Any = None
    if holder.kind is ContainerKind.MEMO:
        function = holder.value.__wrapped__
    elif holder.kind is ContainerKind.INSTANCE:
        for class_ in type(holder.value).__mro__:
            function = getattr(class_.__dict__.get(str(key)), "func", None)
            if function is not None:
                break
    code = getattr(function, "__code__", None)
    return None if code is None else (function.__module__, code.co_firstlineno)
