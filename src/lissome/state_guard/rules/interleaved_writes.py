"""The rule for races: two requests set the same slot at the same time, and reset it at the end.

Nothing is left of such a race, so only the order of the writes tells: that of the second request came between
two of the first.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from typing import Final

from lissome.state_guard.heap.introspect import NAMED, ContainerKind, items_of
from lissome.state_guard.heap.snapshot import HeapChange, HeapNode
from lissome.state_guard.request_record import RequestRecord
from lissome.state_guard.rules import messages
from lissome.state_guard.rules.reporter import FindingReporter
from lissome.state_guard.writes.attribution import Write
from lissome.state_guard.writes.recorder import WriteRecorder
from lissome.state_guard.writes.sites import WriteSites

_REMEMBERED: Final = 256

# (id of the object or name of the module, name of the slot)
Slot = tuple[int | str, object]


class InterleavedWrites:
    """Reports slots whose settings by two requests interleave.

    Args:
        recorder: has the order of the settings.
        sites: the places that it refers to.
        reporter: takes the findings.
    """

    def __init__(self, recorder: WriteRecorder, sites: WriteSites, reporter: FindingReporter) -> None:
        self._recorder = recorder
        self._sites = sites
        self._reporter = reporter
        self._running: set[int] = set()
        self._overlapping: set[int] = set()
        self._records: OrderedDict[int, RequestRecord] = OrderedDict()

    def begin(self, record: RequestRecord) -> None:
        """Take note of a request that begins."""
        if self._running:
            self._overlapping |= {record.number, *self._running}
        self._running.add(record.number)
        self._records[record.number] = record
        if len(self._records) > _REMEMBERED:
            self._records.popitem(last=False)

    def end(self, record: RequestRecord) -> None:
        """Take note of a request that is over."""
        self._running.discard(record.number)

    def check(self, record: RequestRecord, nodes: dict[int, HeapNode]) -> None:
        """Report the slots that this request set, that another one set meanwhile, and that are reset."""
        if record.number not in self._overlapping:
            return
        self._overlapping.discard(record.number)
        for slot, steps in self._steps_by_slot().items():
            own = [at for at, (request, _) in enumerate(steps) if request == record.number]
            if len(own) < 2:
                continue
            between = [request for request, _ in steps[own[0] : own[-1]] if request != record.number]
            others = [self._records[one] for one in between if one in self._records]
            other = next((one for one in others if one.session != record.session), None)
            if other is not None:
                write = Write(self._sites[steps[own[0]][1]], record.number)
                self._report(slot, write, (record.label, other.label), nodes)

    def _steps_by_slot(self) -> dict[Slot, list[tuple[int, int]]]:
        """The settings of each slot in order: (request, number of the site)."""
        found: dict[Slot, list[tuple[int, int]]] = defaultdict(list)
        for request, target, number in self._recorder.steps:
            site = self._sites[number]
            found[target or site.module, site.slot].append((request, number))
        return found

    def _report(self, slot: Slot, write: Write, labels: tuple[str, str], nodes: dict[int, HeapNode]) -> None:
        target, name = slot
        node = _node_of(target, nodes)
        if node is None or node.kind not in (*NAMED, ContainerKind.DICT):
            return
        value = next((one for key, one in items_of(node.value, node.kind) if key == name), None)
        if value:
            return  # it was not reset, so the other rules see it
        change = HeapChange(node, name, value, is_added=False)
        place, text = node.place_of(name), messages.interleaved()
        self._reporter.report("shared", change, write, place=place, message=text, labels=labels)


def _node_of(target: int | str, nodes: dict[int, HeapNode]) -> HeapNode | None:
    """Return the node of an object by its id, or of a module by its name."""
    if isinstance(target, int):
        return nodes.get(target)
    modules = (one for one in nodes.values() if one.kind is ContainerKind.MODULE)
    return next((one for one in modules if one.root == target), None)
