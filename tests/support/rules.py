"""Requests, objects and sources for tests of single rules of the state guard."""

from __future__ import annotations

import ast
import textwrap
from types import ModuleType
from typing import Any

from lissome.state_guard.finding import Finding
from lissome.state_guard.heap.introspect import ContainerKind, kind_of
from lissome.state_guard.heap.snapshot import HeapNode
from lissome.state_guard.request_record import RequestRecord
from lissome.state_guard.request_values.values import ValueOrigin
from lissome.state_guard.source.module_source import ModuleSource, ModuleSources
from lissome.state_guard.writes.recorder import WriteLog

IDENTITY = ValueOrigin("cookie 'user'", is_identity=True)
FIELD = ValueOrigin("form field 'a'")


class Findings(list[Finding]):
    """Takes findings as the guard does: the first of each place."""

    def __init__(self) -> None:
        super().__init__()
        self._places: set[str] = set()

    def take(self, finding: Finding, place: str) -> bool:
        """Add a finding, unless its place is known."""
        if place and place in self._places:
            return False
        self._places.add(place)
        self.append(finding)
        return True


def sources(source: str = "", module: str = "state") -> ModuleSources:
    """Return the facts about one module."""
    found = ModuleSources()
    text = textwrap.dedent(source)
    found.add(ModuleSource.of(ast.parse(text), text.encode(), module, f"src/{module}.py"))
    return found


def record(number: int = 1, session: str | None = "abcd", **texts: ValueOrigin) -> RequestRecord:
    """Return a request that brought some texts."""
    made = RequestRecord(number, f"request {number}", session, WriteLog(number), ("GET", f"/{number}", ""))
    for text, origin in texts.items():
        made.values.add_text(text, origin)
    return made


def variable(name: str, value: Any) -> HeapNode:
    """Return the node of an object that a variable of the module `state` is bound to."""
    module = ModuleType("state")
    setattr(module, name, value)
    return child(HeapNode(module, ContainerKind.MODULE, None, None, "state"), name, value)


def child(parent: HeapNode, key: object, value: Any) -> HeapNode:
    """Return the node of an object that another one holds."""
    kind = kind_of(value, (__name__, "state"))
    assert kind is not None
    return HeapNode(value, kind, parent, key, parent.root)
