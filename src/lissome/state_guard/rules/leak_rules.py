"""The rules that call state a leak, in the order in which they are applied to an inspection.

1. ``shared``: a slot that kept a value of one session while a request of another session was served.
2. ``kept`` and ``shared``: a slot or an entry that a request wrote: a value of the request is in it, or
   another session had set the same slot to a different value.
3. ``growth``: a container to which requests only add (`growth.py`).
4. ``kept`` and ``shared``: an object of a library that the app's code wrote to (`library_writes.py`).
5. ``shared``: an object that no module leads to, if several sessions wrote to it (`shared_targets.py`).

Two more are applied by the guard: races between requests (`interleaved_writes.py`), and resources of the
process that a request left open (`resources/`). A container with a bound (`bounds.py`) is not a leak, nor is
anything that a comment allows (`reporter.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import Enum
from typing import Final

from lissome.state_guard.finding import Finding
from lissome.state_guard.heap.introspect import ATOMS, ContainerKind
from lissome.state_guard.heap.library_objects import LibraryObjects
from lissome.state_guard.heap.snapshot import HeapChange, HeapNode, SnapshotDiff
from lissome.state_guard.heap.walk import on_path
from lissome.state_guard.inspection import Inspection
from lissome.state_guard.request_record import RequestRecord
from lissome.state_guard.request_values.matcher import ValueMatch
from lissome.state_guard.rules import messages
from lissome.state_guard.rules.bounds import is_slot_emptied
from lissome.state_guard.rules.first_values import FirstValues
from lissome.state_guard.rules.growth import GrowthRule
from lissome.state_guard.rules.history import KeptSlot, RequestHistory
from lissome.state_guard.rules.library_writes import LibraryWrite, interpreter_writes, library_writes
from lissome.state_guard.rules.places import KEYED, Places, is_in_library
from lissome.state_guard.rules.reporter import FindingReporter
from lissome.state_guard.rules.session_values import SessionValues, SlotValue
from lissome.state_guard.rules.shared_targets import SharedTargets
from lissome.state_guard.source.module_source import ModuleSources
from lissome.state_guard.source.request_flow import DataSource
from lissome.state_guard.writes.attribution import Write, function_of
from lissome.state_guard.writes.sites import WriteKind

# Types of values that grow when something is added, even if they are replaced by a new one.
_GROWING: Final = (list, dict, set, tuple, str)


class LeakRules:
    """Turns changes into findings.

    Args:
        sources: the modules' sources.
        report: called with a finding and its place; returns True if it is the first for its place.

    Attributes:
        library_objects: the parts of objects of libraries.
        places: classifies the places of changes.
        reporter: makes the findings.
        shared_targets: the objects that no module leads to.
    """

    def __init__(self, sources: ModuleSources, report: Callable[[Finding, str], bool]) -> None:
        self.library_objects = LibraryObjects()
        self.places = Places(sources)
        self.reporter = FindingReporter(sources, report)
        self._sources = sources
        self.forget()

    def forget(self) -> None:
        """Forget earlier requests, and read comments again."""
        self.history = RequestHistory()
        self._session_values = SessionValues(self._sources)
        self._first_values = FirstValues(self._session_values.derivation)
        self._growth = GrowthRule(
            *(self.history, self.places, self.reporter, self._session_values.derivation)
        )
        self.shared_targets = SharedTargets(
            *(self._sources, self.history, self.reporter, self._set_slot, self.is_constant)
        )
        self.reporter.forget()

    def is_constant(self, text: str) -> bool:
        """True if a text does not tell users apart: a literal of the source, or common to many sessions."""
        return text in self._sources.literals or self.history.is_common(text)

    def check(self, diff: SnapshotDiff, inspection: Inspection, nodes: dict[int, HeapNode]) -> None:
        """Apply the rules to what has changed.

        Args:
            nodes: all objects that can be reached now, by id.
        """
        self._check_kept_slots(inspection.ended.values(), nodes)
        self._check_first_values(inspection, nodes)
        for node in diff.shrunk:
            self._growth.reset(node)
        for write, change in inspection.attribute(diff.changes):
            self._check_change(change, write, inspection)
        self._growth.check(diff, inspection)
        for found in library_writes(self._sources, self.library_objects, inspection, nodes):
            self._check_library_write(found)
        for found in interpreter_writes(inspection, nodes):
            self._check_slot(found.change, found.write, found.record, found.match, found.place)
        self.shared_targets.check(
            inspection, nodes, lambda value: self.library_objects.find(value, nodes) is not None
        )

    # -- slots that kept a value of an earlier request -----------------------------------------------------

    def _check_kept_slots(self, ended: Iterable[RequestRecord], nodes: dict[int, HeapNode]) -> None:
        """Turn ``kept`` into ``shared`` for slots that were there when another session was served."""
        for record in ended:
            for kept in list(self.history.kept):
                if record.number > kept.record.number and record.session != kept.record.session:
                    self.history.kept.remove(kept)
                    if id(kept.node.value) in nodes or kept.node.parent is None:
                        self._upgrade(kept, record)

    def _upgrade(self, kept: KeptSlot, record: RequestRecord) -> None:
        what = kept.finding.message.partition(" is still here")[0]
        closing = kept.finding.message.rpartition("\n")[2]
        labels = (kept.record.label, record.label)
        message = f"{messages.shared(what)}\n{closing}"
        self.reporter.report_worse(replace(kept.finding, kind="shared", message=message, requests=labels))

    def _check_first_values(self, inspection: Inspection, nodes: dict[int, HeapNode]) -> None:
        for record in inspection.ended.values():
            for known in self._first_values.met_by(record, inspection, nodes):
                text, labels = messages.shared(messages.MADE_OF_REQUEST), (known.record.label, record.label)
                self.reporter.report(
                    *("shared", known.change, known.write), place=known.place, message=text, labels=labels
                )

    # -- slots and entries that a request wrote ------------------------------------------------------------

    def _check_change(self, change: HeapChange, write: Write | None, inspection: Inspection) -> None:
        if change.is_rechecked and id(change.value) in inspection.known:
            return  # its contents are compared by themselves
        if write is not None:
            write = self._naming(write, change, inspection)
            self.reporter.remember_line(change.node.place_of(change.key), write)
        match = _find(change, inspection)
        record = inspection.ended.get(write.request) if write is not None else _only(inspection, change)
        if record is None and match is not None:
            record = match.record
        if record is None:
            return
        match = match or self._find_own_id(change, record)
        if write is not None and match is not None and match.path:
            inner = on_path(change.value, match.path, inspection.known, most=200)
            write = inspection.attribution.later(write, map(id, inner), match.path) or write
        if self.places.is_slot(change, write, record):
            self._check_slot(change, write, record, match, change.node.place_of(change.key))
        elif match is not None:
            self._check_entry(change, write, match)
        elif not change.is_added:
            self._check_overwritten(change, write, record)

    def _naming(self, write: Write, change: HeapChange, inspection: Inspection) -> Write:
        """Choose among the lines of a request that write to an object: by the key, or by the value."""
        writes = inspection.attribution.writes_of(change.node, change.key, change.value)
        others = [one for one in writes if one.request == write.request and one.site.line != write.site.line]
        if write.site.kind is not WriteKind.TOUCH:
            others = [one for one in others if one.site.kind is not WriteKind.TOUCH]
        if write.site.slot is not None or not others:
            return write
        name = name_of_key(change.key)
        derivations = {one: self._session_values.derivation(one, change) for one in (write, *others)}
        named = [one for one, derivation in derivations.items() if name in derivation.keys]
        if named or write.site.kind is not WriteKind.TOUCH:
            return (named or [write])[0]
        return max(derivations, key=lambda one: derivations[one].data)

    def _find_own_id(self, change: HeapChange, record: RequestRecord) -> ValueMatch | None:
        """Match an entry whose key is the user's numeric id, if each user has added only such entries."""
        node = change.node
        if not change.is_added or node.kind not in (*KEYED, ContainerKind.SET):
            return None
        key = change.value if node.kind is ContainerKind.SET else change.key
        origin = record.values.short_identity(key)
        place = self.places.container_of(node).place()
        is_owned = self.history.add_entry(place, record, is_own=origin is not None)
        return ValueMatch(record, origin, "") if origin is not None and is_owned else None

    def _check_slot(
        self,
        change: HeapChange,
        write: Write | None,
        record: RequestRecord,
        match: ValueMatch | None,
        place: str,
    ) -> None:
        if type(change.value) in _GROWING and is_slot_emptied(self._sources, change.node, change.key):
            return
        before = self._set_slot(change, write, record, place)
        is_counter = type(change.value) in (int, float) and self._is_counted(write, change)
        if match is not None and not is_counter:
            self._report_kept(change, write, match, place, is_slot=True)
        if before is not None:
            self._report_overwritten(change, write, before, record, place)
        if match is None and not change.is_rechecked:
            self._add_first_value(change, write, record, place)

    def _is_counted(self, write: Write | None, change: HeapChange) -> bool:
        is_augmented = write is not None and write.site.is_augmented
        return is_augmented or self._session_values.derivation(write, change).accumulates

    def _add_first_value(
        self, change: HeapChange, write: Write | None, record: RequestRecord, place: str
    ) -> None:
        derivation = self._session_values.derivation(write, change)
        is_number = isinstance(change.value, int | float) and derivation.accumulates
        key = name_of_key(change.key)
        is_named = write is None or write.site.slot == change.key or key in derivation.keys
        if derivation.data is DataSource.PERSON and is_named and not is_number:
            self._first_values.add(change, write, record, place)

    def _set_slot(
        self, change: HeapChange, write: Write | None, record: RequestRecord, place: str
    ) -> SlotValue | None:
        def is_ignored(text: str) -> bool:
            return self.is_constant(text) and not record.values.identifies_user(text)

        return self._session_values.set_slot(place, change, write, record, is_ignored)

    def _report_overwritten(
        self, change: HeapChange, write: Write | None, before: SlotValue, record: RequestRecord, place: str
    ) -> None:
        labels, text = (before.record.label, record.label), messages.overwritten()
        self.reporter.report("shared", change, write, place=place, message=text, labels=labels)

    def _check_overwritten(self, change: HeapChange, write: Write | None, record: RequestRecord) -> None:
        """Check an entry among many that was there before, under the same key."""
        if self._session_values.derivation(write, change).data is DataSource.PERSON:
            place = change.node.place_of(change.key)
            before = self._set_slot(change, write, record, place)
            if before is not None:
                self._report_overwritten(change, write, before, record, place)

    def _check_entry(self, change: HeapChange, write: Write | None, match: ValueMatch) -> None:
        node = change.node
        if write is None and is_in_library(node):
            return
        if self.places.is_emptied(node) or (self.places.is_bounded(node) and not match.is_request):
            return
        if match.is_object or match.origin.is_personal:
            place = self.places.container_of(node).place()
            self._report_kept(change, write, match, place, is_slot=False)

    def _report_kept(
        self, change: HeapChange, write: Write | None, match: ValueMatch, place: str, *, is_slot: bool
    ) -> None:
        name = match.origin.name
        what = f"{name[:1].upper()}{name[1:]}" + (f" (at {match.path.lstrip('.')})" if match.path else "")
        text, labels = messages.kept(what, is_slot=is_slot), (match.record.label,)
        finding = self.reporter.report("kept", change, write, place=place, message=text, labels=labels)
        if finding is not None and is_slot:
            self.history.kept.append(KeptSlot(change.node, change.key, match.record, finding))

    # -- objects of libraries ------------------------------------------------------------------------------

    def _check_library_write(self, found: LibraryWrite) -> None:
        if found.match is not None:
            self._report_kept(found.change, found.write, found.match, found.place, is_slot=True)
        else:
            self._check_slot(found.change, found.write, found.record, None, found.place)


def name_of_key(key: object) -> str:
    """Return a key as source has it: ``'limit'``, ``Key.LIMIT``."""
    if isinstance(key, Enum):
        return f"{type(key).__name__}.{key._name_}"
    return repr(key) if type(key) in ATOMS else ""


def _only(inspection: Inspection, change: HeapChange) -> RequestRecord | None:
    """The request that has filled a memo, if there was no other."""
    if len(inspection.ended) > 1 or inspection.running or function_of(change.node, change.key) is None:
        return None
    return next(iter(inspection.ended.values()), None)


def _find(change: HeapChange, inspection: Inspection) -> ValueMatch | None:
    """Find a value of a request in an entry or its key: objects before texts, personal ones before others."""
    parts = (change.value, change.key) if change.node.kind in KEYED else (change.value,)
    found = [match for one in parts if (match := inspection.matcher.find(one)) is not None]
    return max(found, key=lambda one: (one.is_request, one.is_object, one.origin.is_personal), default=None)
