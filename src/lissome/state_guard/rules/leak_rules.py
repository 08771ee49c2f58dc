"""Decides which changes are leaks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from lissome.state_guard.finding import Finding, FindingKind
from lissome.state_guard.heap.introspect import NAMED, ContainerKind, attributes
from lissome.state_guard.heap.library_objects import LibraryObjects
from lissome.state_guard.heap.snapshot import HeapChange, HeapNode, SnapshotDiff
from lissome.state_guard.inspection import Inspection
from lissome.state_guard.request_record import RequestRecord, own_number
from lissome.state_guard.request_values.matcher import DEEPEST, ValueMatch, on_path
from lissome.state_guard.rules import messages
from lissome.state_guard.rules.bounds import (
    is_bounded,
    is_bounded_within,
    is_container_class,
    is_emptied_by_code,
    is_holder_bounded,
    is_slot_emptied,
)
from lissome.state_guard.rules.history import Growth, KeptSlot, RequestHistory, make_room
from lissome.state_guard.source.module_source import ModuleSources
from lissome.state_guard.writes.attribution import SourceLine, Write, declarations, fallback_line
from lissome.state_guard.writes.sites import WriteKind, WriteSite

# What libraries keep inside of their objects is their business, unless it is near the surface, or near a part
# that the app's code has written to.
_NEAR: Final = 5
_NEAR_PART: Final = 7
_KEYED: Final = (ContainerKind.DICT, ContainerKind.MEMO)
_GROWING: Final = (list, dict, set, tuple, str)
_PYTHONS: Final = ("contextlib", "asyncio", "queue", "io", "_io", "collections", "logging")


class LeakRules:
    """Turns changes into findings.

    Args:
        indexes: the modules' sources.
        report: called with what was found; True if it is the first for its place.
    """

    def __init__(self, indexes: ModuleSources, report: Callable[[Finding, str], bool]) -> None:
        self.history = RequestHistory()
        self.insides = LibraryObjects()
        self.lines: dict[str, SourceLine] = {}
        self._indexes = indexes
        self._report = report
        self._excused: set[str] = set()

    def forget(self) -> None:
        """Forget what was seen; what is allowed is read again."""
        self.history = RequestHistory()
        self._excused.clear()

    def line_of(self, holder: HeapNode, key: object) -> SourceLine | None:
        """Where an entry, or else what it is in, was written last, if that is known."""
        places = [holder.place_of(key), *(one.place() for one in holder.ancestors())]
        return next((self.lines[place] for place in places if place in self.lines), None)

    def is_constant(self, text: str) -> bool:
        """Whether a text tells nobody apart: it stands in the app's source, or several sessions bring it."""
        return text in self._indexes.literals or self.history.is_common(text)

    def _is_nobodys(self, text: str, trace: RequestRecord) -> bool:
        return self.is_constant(text) and not trace.derived.names(text)

    def judge(self, seen: SnapshotDiff, scene: Inspection, holders: dict[int, HeapNode]) -> None:
        """Report what is wrong with what a look saw."""
        self._look_again(scene.ended.values(), holders)
        for holder in seen.shrunk:
            self.history.growths.pop(self._container(holder).place(), None)
        for writer, change in scene.with_writers(seen.changes):
            self._judge_change(change, writer, scene)
        for holder, _ in seen.grown:
            self._judge_growth(holder, seen, scene)
        self._judge_touched(scene, holders)

    # -- slots and entries -------------------------------------------------------------------------------

    def _judge_change(self, change: HeapChange, writer: Write | None, scene: Inspection) -> None:
        if change.is_checked_again and id(change.value) in scene.known:
            return  # what it holds is judged by itself
        if writer is not None:
            make_room(self.lines)
            self.lines[change.holder.place_of(change.key)] = SourceLine(writer.site.file, writer.site.line)
        hit = self._find(change, scene)
        trace = scene.ended.get(writer.request) if writer is not None else None
        trace = hit.trace if trace is None and hit is not None else trace
        if trace is None:
            return
        hit = hit or self._find_own_key(change, trace)
        if writer is not None and hit is not None and hit.path:
            inner = on_path(change.value, hit.path, scene.known, most=200)
            writer = scene.attribution.later(writer, map(id, inner)) or writer
        counts = writer is not None and writer.site.counts and type(change.value) in (int, float)
        if self._is_slot(change, writer, trace):
            if not counts:
                self._judge_slot(change, writer, trace, hit)
        elif hit is not None:
            self._judge_entry(change, writer, hit)

    def _find(self, change: HeapChange, scene: Inspection) -> ValueMatch | None:
        """What of a request is in an entry or its key: objects first, then what is personal."""
        found = [scene.matcher.find(change.value)]
        if change.holder.kind in _KEYED:
            found.append(scene.matcher.find(change.key))
        hits = [hit for hit in found if hit is not None]
        return max(hits, key=lambda hit: (_is_event(hit), hit.is_object, hit.source.personal), default=None)

    def _is_slot(self, change: HeapChange, writer: Write | None, trace: RequestRecord) -> bool:
        """Whether it is one place with a name, in contrast to an entry among many."""
        holder = change.holder
        if self._container(holder) is not holder:
            return False  # inside of an entry
        if holder.kind is ContainerKind.MEMO:
            return change.key == ()
        if holder.kind is ContainerKind.DICT:
            return self._is_fixed_key(change.key, trace) or (
                writer is not None and writer.site.act is WriteKind.SLOT and writer.site.slot == change.key
            )
        return holder.kind in NAMED and not is_container_class(type(holder.value))

    def _container(self, holder: HeapNode) -> HeapNode:
        """The outermost container of many entries that this is in; the holder itself if there is none."""
        found = holder
        for one in holder.ancestors():
            parent = one.parent
            if parent is not None and (parent.kind is ContainerKind.MEMO or self._is_keyed(parent, one.key)):
                found = parent
        return found

    def _is_keyed(self, holder: HeapNode, key: object) -> bool:
        return holder.kind is ContainerKind.DICT and not (
            type(key) is str and key.lower() in self._indexes.literals
        )

    def _is_fixed_key(self, key: object, trace: RequestRecord) -> bool:
        if type(key) is not str:
            return key is None or type(key) is bool
        text = key.lower()
        return text in trace.constants or (text in self._indexes.literals and not trace.derived.names(text))

    def _find_own_key(self, change: HeapChange, trace: RequestRecord) -> ValueMatch | None:
        """An entry under the user's number, if others have entries under theirs, and none under another."""
        holder = change.holder
        if not change.is_added or holder.kind not in (*_KEYED, ContainerKind.SET):
            return None
        key = change.value if holder.kind is ContainerKind.SET else change.key
        source = own_number(key, trace)
        is_owned = self.history.owned(self._container(holder).place(), trace, is_own=source is not None)
        return ValueMatch(trace, source, "") if source is not None and is_owned else None

    def _judge_slot(
        self, change: HeapChange, writer: Write | None, trace: RequestRecord, hit: ValueMatch | None
    ) -> None:
        if type(change.value) in _GROWING and is_slot_emptied(self._indexes, change.holder, change.key):
            return
        place = change.holder.place_of(change.key)
        before = self.history.set(place, change.value, trace, lambda text: self._is_nobodys(text, trace))
        if hit is not None:
            self._say_kept(change, writer, hit, place, is_slot=True)
        if before is not None and type(change.value) not in (int, float):
            labels = (before.trace.label, trace.label)
            self.say("shared", change, writer, place=place, message=messages.overwritten(), labels=labels)

    def _judge_entry(self, change: HeapChange, writer: Write | None, hit: ValueMatch) -> None:
        holder = change.holder
        if _is_within_foreign(holder) and writer is None:
            return
        if self._is_emptied(holder) or (self.is_bounded(holder) and not _is_event(hit)):
            return
        if hit.is_object or hit.source.personal:
            self._say_kept(change, writer, hit, self._container(holder).place(), is_slot=False)

    def _say_kept(
        self, change: HeapChange, writer: Write | None, hit: ValueMatch, place: str, *, is_slot: bool
    ) -> None:
        where = f" (at {hit.path.lstrip('.')})" if hit.path else ""
        text = messages.kept(f"{_capital(hit.source.name)}{where}", is_slot=is_slot)
        finding = self.say("kept", change, writer, place=place, message=text, labels=(hit.trace.label,))
        if finding is not None and is_slot:
            mark = KeptSlot(change.holder, change.key, id(change.value), hit.trace, finding)
            self.history.marks.append(mark)

    def _look_again(self, ended: Iterable[RequestRecord], holders: dict[int, HeapNode]) -> None:
        """What one session left in a slot, and was there when another one's request was served, is shared."""
        for trace in ended:
            for mark in list(self.history.marks):
                if trace.number > mark.trace.number and trace.session != mark.trace.session:
                    self.history.marks.remove(mark)
                    if id(mark.holder.value) in holders or mark.holder.parent is None:
                        self._upgrade(mark, trace)

    def _upgrade(self, mark: KeptSlot, trace: RequestRecord) -> None:
        what = mark.finding.message.partition(" is still here")[0]
        closing = mark.finding.message.rpartition("\n")[2]
        labels = (mark.trace.label, trace.label)
        message = f"{messages.shared(what)}\n{closing}"
        self._report(replace(mark.finding, kind="shared", message=message, requests=labels), "")

    # -- growth ------------------------------------------------------------------------------------------

    def _judge_growth(self, holder: HeapNode, seen: SnapshotDiff, scene: Inspection) -> None:
        if _is_within_foreign(holder) or holder.kind in (ContainerKind.OTHER, ContainerKind.TUPLE):
            return
        changes = [one for one in seen.changes if one.holder is holder and one.is_added]
        numbers = set()
        for change in changes:
            writers = scene.attribution.writers(holder, change.key, change.value)
            numbers |= {one.request for one in writers if one.request in scene.ended}
            if (writers and not numbers) or any(one.request in scene.running for one in writers):
                return
        numbers = numbers or ({next(reversed(scene.ended))} if holder.kind is ContainerKind.MEMO else set())
        if not numbers or not changes or self._is_harmless(changes, scene.ended[max(numbers)]):
            return
        growth = self.history.growths.setdefault(self._container(holder).place(), Growth())
        is_derived = any(self._find(one, scene) is not None for one in changes)
        for number in sorted(numbers):
            growth.add(scene.ended[number], is_derived=is_derived)
        if growth.is_endless and not is_holder_bounded(holder) and not self._is_emptied(holder):
            self._say_growth(changes[-1], growth, scene)

    def is_bounded(self, holder: HeapNode) -> bool:
        """Whether a container, or the one it is in, keeps only so much, or is emptied by the app's code."""
        container = self._container(holder)
        return is_holder_bounded(container) or is_holder_bounded(holder) or self._is_emptied(holder)

    def _is_emptied(self, holder: HeapNode) -> bool:
        return any(is_emptied_by_code(self._indexes, one) for one in (holder, self._container(holder)))

    def _is_harmless(self, changes: list[HeapChange], trace: RequestRecord) -> bool:
        """Keys that the programmer wrote down are finitely many, and so are classes and functions."""
        return all(
            (one.holder.kind is ContainerKind.DICT and self._is_fixed_key(one.key, trace))
            or isinstance(one.value, type)
            for one in changes
        )

    def _say_growth(self, change: HeapChange, growth: Growth, scene: Inspection) -> None:
        writers = scene.attribution.writers(change.holder, change.key, change.value)
        writer = next((one for one in writers if one.request in scene.ended), None)
        text = messages.growth(change.holder.size, growth.total, is_repeated=growth.is_repeated)
        place = self._container(change.holder).place()
        self.say("growth", change, writer, place=place, message=text, labels=tuple(growth.labels))

    # -- objects of libraries ----------------------------------------------------------------------------

    def _judge_touched(self, scene: Inspection, holders: dict[int, HeapNode]) -> None:
        """What the app's code did to an object of a library: only the object's surface is searched."""
        for target, value in scene.attribution.targets.items():
            writers = [one for one in scene.attribution.of_target(target) if one.request in scene.ended]
            if not writers:
                continue
            writer = next((one for one in writers if one.site.act is not WriteKind.TOUCH), writers[-1])
            holder = holders.get(target)
            if holder is None:
                inside = self.insides.find(value, holders)
                if inside is not None:
                    self._judge_library(*inside, value, writer, scene)
            elif target in scene.known and _is_of_library(holder):
                self._judge_library(holder, "", value, writer, scene)

    def _judge_library(
        self, holder: HeapNode, path: str, value: Any, writer: Write, scene: Inspection
    ) -> None:
        """Search an object of a library, or a part of it that is at `path`."""
        near = _NEAR_PART if path else _NEAR
        hit = scene.matcher.find(value, deepest=DEEPEST if _is_pythons(value) else near)
        if hit is None and writer.site.act is WriteKind.SLOT and not path:
            self._judge_attribute(holder, writer, scene.ended[writer.request])
        if hit is None or holder.parent is None:
            return
        if not _is_event(hit) and (is_bounded(value) or is_bounded_within(value, hit.path)):
            return
        if not is_emptied_by_code(self._indexes, holder):
            change = HeapChange(holder.parent, holder.key, holder.value, is_added=False)
            self._say_kept(change, writer, hit, holder.place() + path, is_slot=True)

    def _judge_attribute(self, holder: HeapNode, writer: Write, trace: RequestRecord) -> None:
        """An attribute of a library's object was set, to something in which nothing is known again."""
        name = str(writer.site.slot)
        own = dict(attributes(holder.value))
        for kept_as in (name, f"_{name}"):
            if kept_as in own:
                self._judge_slot(HeapChange(holder, name, own[kept_as], is_added=False), writer, trace, None)
                return

    # -- reporting ---------------------------------------------------------------------------------------

    def say(
        self,
        kind: FindingKind,
        change: HeapChange,
        writer: Write | None,
        *,
        place: str,
        message: str,
        labels: tuple[str, ...],
    ) -> Finding | None:
        """Report it, unless it is allowed; returns it if it was the first for its place."""
        if place in self._excused:
            return None
        reasons = list(self._reasons(change, writer))
        if any(reasons):
            self._excused.add(place)
            return None
        line = self._line(change, writer)
        text = f"{message}\n{messages.closing(is_void='' in reasons)}"
        finding = Finding(kind, line.file, line.line, place, text, labels)
        return finding if self._report(finding, f"{place} {line.file}:{line.line}") else None

    def _line(self, change: HeapChange, writer: Write | None) -> SourceLine:
        if writer is not None:
            return SourceLine(writer.site.file, writer.site.line)
        return fallback_line(self._indexes, change.holder, change.key) or SourceLine("src", 0)

    def reason(self, holder: HeapNode, key: object, site: WriteSite | None) -> str | None:
        """Why something may be shared; None if nothing says so."""
        writer = None if site is None else Write(site, 0)
        return next(filter(None, self._reasons(HeapChange(holder, key, None, is_added=False), writer)), None)

    def _reasons(self, change: HeapChange, writer: Write | None) -> Iterator[str]:
        lines = [(index, *lines) for index, lines in declarations(self._indexes, change.holder, change.key)]
        if writer is not None:
            index = self._indexes.get(writer.site.module)
            if index is not None:
                lines.append((index, writer.site.first, writer.site.last))
        for index, first, last in lines:
            reason = index.reason(first, last)
            if reason is not None:
                yield reason


def _is_within_foreign(holder: HeapNode) -> bool:
    return any(one.kind is ContainerKind.FOREIGN for one in holder.ancestors())


def _is_event(hit: ValueMatch) -> bool:
    return hit.is_object and hit.source.name.startswith(("the event", "event.", "the submitted"))


def _is_of_library(holder: HeapNode) -> bool:
    if holder.kind is ContainerKind.INSTANCE:
        return _is_pythons(holder.value)
    return holder.kind in (ContainerKind.FOREIGN, ContainerKind.OTHER)


def _is_pythons(value: Any) -> bool:
    return type(value).__module__.startswith(_PYTHONS)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
