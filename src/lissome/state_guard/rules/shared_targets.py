"""The rule for objects that no module leads to, and that requests of several sessions have written to.

The connection of a pool, the main thread, an object that its `__del__` puts back: wherever it is kept, the
next user got what the one before had written to. Only writes of the app's own code count, and only if the
sessions' values differ, or if a value of one was still in the container when another wrote to it.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import FunctionType
from typing import Any, Final

from lissome.state_guard.finding import FindingKind
from lissome.state_guard.heap.held_objects import (
    HeldObject,
    HeldObjects,
    can_be_weak,
    is_plain,
    may_be_held,
)
from lissome.state_guard.heap.introspect import ContainerKind, attributes, instance_dict, kind_of, size_of
from lissome.state_guard.heap.slots import MISSING, slot_of
from lissome.state_guard.heap.snapshot import HeapChange, HeapNode
from lissome.state_guard.inspection import Inspection
from lissome.state_guard.request_record import RequestRecord
from lissome.state_guard.request_values.matcher import ValueMatcher
from lissome.state_guard.rules import messages
from lissome.state_guard.rules.bounds import is_emptied, is_node_limited
from lissome.state_guard.rules.history import Growth, RequestHistory
from lissome.state_guard.rules.reporter import FindingReporter
from lissome.state_guard.rules.session_values import SlotValue
from lissome.state_guard.source.module_source import ModuleSources
from lissome.state_guard.writes.attribution import Write
from lissome.state_guard.writes.sites import WriteKind

_CONTAINERS: Final = (ContainerKind.DICT, ContainerKind.LIST, ContainerKind.SET, ContainerKind.BUFFER)
_DEEPEST: Final = 5
_MOST_SESSIONS: Final = 4
# Objects that the requests of one inspection wrote to; more are those of a loop.
_MOST: Final = 200
# References to a candidate when it is judged: of a variable, and of an argument.
_OWN: Final = 2

SetSlot = Callable[[HeapChange, Write | None, RequestRecord, str], SlotValue | None]


@dataclass(slots=True, eq=False)
class SessionWrites:
    """The writes of a session to an object.

    Attributes:
        record: its last request that wrote.
        slots: by name, the write and the value after it, if that is plain.
    """

    record: RequestRecord
    slots: dict[object, tuple[Write, Any]] = field(default_factory=dict)


class SharedTargets:
    """Recognises such objects, and compares what sessions have written to them.

    Args:
        sources: the modules' sources.
        history: keeps the growth of containers.
        reporter: takes the findings.
        set_slot: adds that a request set a slot; returns the value before if another session had set it.
        is_constant: True for texts that do not tell users apart.
    """

    def __init__(
        self,
        sources: ModuleSources,
        history: RequestHistory,
        reporter: FindingReporter,
        set_slot: SetSlot,
        is_constant: Callable[[str], bool],
    ) -> None:
        self._sources = sources
        self._history = history
        self._reporter = reporter
        self._set_slot = set_slot
        self._is_constant = is_constant
        self._objects = HeldObjects()
        self._new: list[tuple[Any, SessionWrites]] = []

    def check(
        self, inspection: Inspection, nodes: dict[int, HeapNode], is_part: Callable[[Any], bool]
    ) -> None:
        """Apply the rule to the objects that requests wrote to.

        Args:
            nodes: all objects that modules lead to: the other rules know them.
            is_part: True for a part of a library's object in a module.
        """
        for target, value in inspection.attribution.targets.items():
            if target in nodes:
                continue
            writes = [
                one for one in inspection.attribution.of_target(target) if one.request in inspection.ended
            ]
            certain = [one for one in writes if one.is_certain]
            known = self._objects.find(value)
            if known is not None:
                known.is_emptied |= any(one.site.kind is WriteKind.EVICT for one in writes)
            if not certain or is_part(value):
                continue
            latest = _session_writes(value, inspection.ended[certain[-1].request], certain)
            if known is not None:
                self._judge(known, latest, certain[-1], inspection, nodes)
            elif id(value) not in latest.record.values.objects and len(self._new) < _MOST:
                self._new.append((value, latest))

    def remember(self) -> None:
        """Remember the new objects among them that live on, now that the guard does not keep them alive."""
        while self._new:
            value, latest = self._new.pop()
            if can_be_weak(value):
                known = self._objects.add(value)
            elif sys.getrefcount(value) > _OWN and may_be_held(value, latest.record.values.objects):
                known = self._objects.hold(value)
            else:
                continue
            known.by_session[latest.record.session] = latest
            known.size = _size(value)

    def sweep(self) -> None:
        """Let go of the objects that nobody else holds any more."""
        self._objects.sweep()

    def _judge(
        self,
        known: HeldObject,
        latest: SessionWrites,
        write: Write,
        inspection: Inspection,
        nodes: dict[int, HeapNode],
    ) -> None:
        value = known.get()
        others = [one for session, one in known.by_session.items() if session != latest.record.session]
        if others and not _is_of_node(value, nodes):
            node = _node_of(value)
            for one in [] if known.is_compared else others:
                self._compare(known, node, one)
            known.is_compared = True
            self._compare(known, node, latest)
            if node.kind in _CONTAINERS and not known.is_emptied and not is_node_limited(node):
                self._check_entries(known, node, latest.record, write, inspection, others=others)
                self._check_growth(known, node, latest.record, write, inspection)
        known.size = _size(value)
        if latest.record.session in known.by_session or len(known.by_session) < _MOST_SESSIONS:
            known.by_session[latest.record.session] = latest

    def _compare(self, known: HeldObject, node: HeapNode, latest: SessionWrites) -> None:
        """Report the slots that another session had set to a value of its own."""
        for slot, (write, value) in latest.slots.items():
            change = HeapChange(node, slot, value, is_added=False)
            before = self._set_slot(change, write, latest.record, f"object {known.number}.{slot}")
            if before is not None:
                labels, text = (before.record.label, latest.record.label), messages.overwritten()
                self._report(known, "shared", change, write, text=text, labels=labels)

    def _check_entries(
        self,
        known: HeldObject,
        node: HeapNode,
        record: RequestRecord,
        write: Write,
        inspection: Inspection,
        *,
        others: list[SessionWrites],
    ) -> None:
        """Report a value of another session that is still in a container."""
        matcher = ValueMatcher([one.record for one in others], self._is_constant, inspection.known)
        match = matcher.find(node.value, deepest=_DEEPEST)
        if match is not None and (match.is_object or match.origin.is_personal):
            name, labels = match.origin.name, (match.record.label, record.label)
            text = messages.shared(f"{name[:1].upper()}{name[1:]}")
            change = HeapChange(node, None, None, is_added=True)
            self._report(known, "shared", change, write, text=text, labels=labels)

    def _check_growth(
        self, known: HeldObject, node: HeapNode, record: RequestRecord, write: Write, inspection: Inspection
    ) -> None:
        place, size = f"object {known.number}", _size(node.value)
        if size <= known.size:
            self._history.growths.pop(place, None)
            return
        growth = self._history.growths.setdefault(place, Growth())
        is_derived = inspection.matcher.find(node.value, deepest=_DEEPEST) is not None
        growth.add(record, is_derived=is_derived)
        if growth.is_endless and growth.derived:
            text = messages.growth(size, growth.total, is_repeated=growth.is_repeated)
            labels = tuple(growth.labels)
            change = HeapChange(node, None, None, is_added=True)
            self._report(known, "growth", change, write, text=text, labels=labels)

    def _report(
        self,
        known: HeldObject,
        kind: FindingKind,
        change: HeapChange,
        write: Write,
        *,
        text: str,
        labels: tuple[str, ...],
    ) -> None:
        """Report a change of an object, unless it was reported: its owner is only known to the whole heap."""
        finding = (kind, change.key, write.site.file, write.site.line)
        if finding in known.reported:
            return
        node = _with_owner(change.node)
        is_slot = change.key is not None
        if is_slot or not is_emptied(self._sources, node):
            change = HeapChange(node, change.key, change.value, is_added=change.is_added)
            place = node.place_of(change.key) if is_slot else node.place()
            self._reporter.report(kind, change, write, place=place, message=text, labels=labels)
            known.reported.add(finding)


def _session_writes(value: Any, record: RequestRecord, writes: list[Write]) -> SessionWrites:
    latest = SessionWrites(record)
    for write in writes:
        slot = write.site.slot
        now = slot_of(value, slot) if write.site.kind is WriteKind.SLOT else MISSING
        if now is not MISSING and is_plain(now):
            latest.slots[slot] = write, now
    return latest


def _size(value: Any) -> int:
    kind = kind_of(value, ())
    return 0 if kind is None else size_of(value, kind)


def _node_of(value: Any) -> HeapNode:
    kind = kind_of(value, ())
    kind = kind if kind in _CONTAINERS else ContainerKind.INSTANCE
    return HeapNode(value, kind, None, None, f"<{type(value).__name__}>")


def _is_of_node(value: Any, nodes: dict[int, HeapNode]) -> bool:
    """True for the dictionary of an object that a module leads to, which the other rules know."""
    if type(value) is not dict:
        return False
    return any(
        instance_dict(one.value) is value
        for one in nodes.values()
        if one.kind in (ContainerKind.INSTANCE, ContainerKind.FUNCTION, ContainerKind.LIBRARY)
    ) or any(
        one.value.__kwdefaults__ is value for one in nodes.values() if one.kind is ContainerKind.FUNCTION
    )


def _with_owner(node: HeapNode) -> HeapNode:
    """Add the object that has a container as an attribute, which names it in messages: ``<Draft>.lines``."""
    for owner, name in _owners(node.value):
        parent = HeapNode(owner, ContainerKind.INSTANCE, None, None, f"<{type(owner).__name__}>")
        return HeapNode(node.value, node.kind, parent, name, parent.root)
    return node


def _owners(value: Any) -> Iterator[tuple[Any, str]]:
    """Yield the objects that have a value as an attribute; each search visits all objects of the process."""
    found = gc.get_referrers(value)
    namespaces = [one for one in found if type(one) is dict]
    for one in [*found, *(gc.get_referrers(*namespaces) if namespaces else ())]:
        is_guards = type(one).__module__.startswith("lissome.state_guard")
        if instance_dict(one) is None or is_guards or isinstance(one, type | FunctionType):
            continue
        for name, attribute in attributes(one):
            if attribute is value and isinstance(name, str):
                yield one, name
