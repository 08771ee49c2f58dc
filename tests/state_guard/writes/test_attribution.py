"""From a change to the line that made it."""

from __future__ import annotations

import types
from typing import Any

from lissome.state_guard.heap.introspect import ContainerKind
from lissome.state_guard.heap.snapshot import HeapNode
from lissome.state_guard.source.module_source import ModuleSource, ModuleSources
from lissome.state_guard.writes.attribution import Attribution, SourceLine, declarations, fallback_line
from lissome.state_guard.writes.recorder import WriteLog
from lissome.state_guard.writes.sites import WriteKind, WriteSite, WriteSites


class Writes:
    """A log that is written by hand: kind, line, target, slot."""

    def __init__(self) -> None:
        self.sites = WriteSites()
        self.log = WriteLog(7)

    def add(self, kind: WriteKind, line: int, target: Any = None, slot: object = None) -> None:
        site = WriteSite("state", "src/state.py", line, line, line, kind, slot)
        self.log[0 if target is None else id(target), self.sites.add(site)] = target

    def lines(self, node: HeapNode, key: object, value: Any = None) -> list[int]:
        return [one.site.line for one in Attribution(self.sites, [self.log]).writes_of(node, key, value)]


def node(value: Any, kind: ContainerKind, parent: HeapNode | None = None, key: object = None) -> HeapNode:
    return HeapNode(value, kind, parent, key, "state")


def test_a_write_to_the_very_slot_is_likeliest() -> None:
    writes, table, value = Writes(), {}, []  # type: ignore[var-annotated] # filled by nobody
    writes.add(WriteKind.TOUCH, 1, table)
    writes.add(WriteKind.WRITE, 2, table)
    writes.add(WriteKind.SLOT, 3, table, "other")
    writes.add(WriteKind.SLOT, 4, table, "now")
    writes.add(WriteKind.WRITE, 5, value)
    assert writes.lines(node(table, ContainerKind.DICT), "now", value) == [4, 2, 5, 1]


def test_the_last_of_several_writes_is_likelier() -> None:
    writes, table = Writes(), {}  # type: ignore[var-annotated] # filled by nobody
    writes.add(WriteKind.WRITE, 1, table)
    writes.add(WriteKind.WRITE, 2, table)
    assert writes.lines(node(table, ContainerKind.DICT), "a") == [2, 1]


def test_variables_are_found_by_module_and_name() -> None:
    writes = Writes()
    writes.add(WriteKind.BIND, 1, slot="now")
    module = node(types.ModuleType("state"), ContainerKind.MODULE)
    assert writes.lines(module, "now") == [1]
    assert writes.lines(module, "other") == []


def test_attributes_may_be_written_through_the_dictionary() -> None:
    class Service:
        pass

    writes, service = Writes(), Service()
    writes.add(WriteKind.SLOT, 1, service.__dict__, "now")
    assert writes.lines(node(service, ContainerKind.INSTANCE), "now") == [1]
    writes.add(WriteKind.SLOT, 2, service, "now")
    assert writes.lines(node(service.__dict__, ContainerKind.DICT), "now") == [1]


def test_methods_of_what_holds_a_container_may_have_written_to_it() -> None:
    class Service:
        pass

    writes, service = Writes(), Service()
    writes.add(WriteKind.TOUCH, 1, service)
    parent = node(service, ContainerKind.INSTANCE)
    assert writes.lines(node([], ContainerKind.LIST, parent, "jobs"), 0) == [1]


def test_the_write_to_an_inner_object_comes_later() -> None:
    writes, outer, inner = Writes(), [], []  # type: ignore[var-annotated] # filled by nobody
    writes.add(WriteKind.WRITE, 1, outer)
    writes.add(WriteKind.WRITE, 2, inner)
    writes.add(WriteKind.SLOT, 3, inner, "seconds")
    attribution = Attribution(writes.sites, [writes.log])
    (first,) = attribution.of_target(id(outer))
    later = attribution.later(first, [id(outer), id(inner)], "[0].name")
    assert later is not None
    assert later.site.line == 2, "what was found at `name` was not set as `seconds`"
    assert attribution.later(later, [id(outer)], "[0].name") is None
    assert attribution.written == {id(outer), id(inner)}


def sources() -> ModuleSources:
    found = ModuleSources()
    module = ModuleSource("state", "src/state.py", declared={"CACHE": (3, 4), "Service": (6, 9)})
    module.mentions["CACHE"].append(12)
    found.add(module)
    return found


def test_declarations_lead_from_the_last_name_to_the_first() -> None:
    module = node(types.ModuleType("state"), ContainerKind.MODULE)
    cache = node({}, ContainerKind.DICT, module, "CACHE")
    assert [lines for _, lines in declarations(sources(), cache, "key")] == [(3, 4)]
    assert declarations(sources(), node({}, ContainerKind.DICT, module, "other"), "key") == []


def test_the_line_of_what_a_library_wrote() -> None:
    module = node(types.ModuleType("state"), ContainerKind.MODULE)
    found = sources()
    assert fallback_line(found, node({}, ContainerKind.DICT, module, "CACHE"), "key") == SourceLine(
        "src/state.py", 12
    )
    service = node(object(), ContainerKind.LIBRARY, module, "Service")
    assert fallback_line(found, service, None) == SourceLine("src/state.py", 6)
    assert fallback_line(found, node({}, ContainerKind.DICT, module, "other"), "key") is None
