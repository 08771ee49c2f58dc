"""Two requests that set the same thing at the same time, and clean up after themselves.

What each leaves is nothing, so only the order of their writes tells: the second one's write came between two
of the first.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from typing import Any, Final

from lissome.state_guard.heap.introspect import NAMED, ContainerKind, items_of
from lissome.state_guard.heap.snapshot import HeapChange, HeapNode
from lissome.state_guard.request_record import RequestRecord
from lissome.state_guard.rules import messages
from lissome.state_guard.rules.leak_rules import LeakRules
from lissome.state_guard.writes.attribution import Write
from lissome.state_guard.writes.recorder import WriteRecorder
from lissome.state_guard.writes.sites import WriteSites

_REMEMBERED: Final = 256

Slot = tuple[int | str, object]


class InterleavedWrites:
    """Finds settings of named slots that interleave.

    Args:
        recorder: has the order of the settings.
        sites: what their numbers stand for.
    """

    def __init__(self, recorder: WriteRecorder, sites: WriteSites) -> None:
        self._recorder = recorder
        self._sites = sites
        self._running: set[int] = set()
        self._overlapping: set[int] = set()
        self._known: OrderedDict[int, RequestRecord] = OrderedDict()

    def begin(self, trace: RequestRecord) -> None:
        """A request starts."""
        if self._running:
            self._overlapping |= {trace.number, *self._running}
        self._running.add(trace.number)
        self._known[trace.number] = trace
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)

    def end(self, trace: RequestRecord) -> None:
        """A request is over."""
        self._running.discard(trace.number)

    def judge(self, trace: RequestRecord, holders: dict[int, HeapNode], judge: LeakRules) -> None:
        """Report what this request set, another one set meanwhile, and nobody left."""
        if trace.number not in self._overlapping:
            return
        self._overlapping.discard(trace.number)
        for slot, steps in self._steps_by_slot().items():
            own = [at for at, (request, _) in enumerate(steps) if request == trace.number]
            if len(own) < 2:
                continue
            between = [request for request, _ in steps[own[0] : own[-1]] if request != trace.number]
            others = [self._known[one] for one in between if one in self._known]
            other = next((one for one in others if one.session != trace.session), None)
            if other is not None:
                self._report(
                    slot, Write(self._sites[steps[own[0]][1]], trace.number), (trace, other), holders, judge
                )

    def _steps_by_slot(self) -> dict[Slot, list[tuple[int, int]]]:
        found: dict[Slot, list[tuple[int, int]]] = defaultdict(list)
        for request, target, number in self._recorder.steps:
            site = self._sites[number]
            found[target or site.module, site.slot].append((request, number))
        return found

    def _report(
        self,
        slot: Slot,
        writer: Write,
        pair: tuple[RequestRecord, RequestRecord],
        holders: dict[int, HeapNode],
        judge: LeakRules,
    ) -> None:
        target, name = slot
        holder = _holder_of(target, holders)
        if holder is None or holder.kind not in (*NAMED, ContainerKind.DICT):
            return
        value = {key: one for key, one in items_of(holder.value, holder.kind) if key == name}.get(name)
        if value:
            return  # it is not cleaned up, so the judge has seen it
        change = HeapChange(holder, name, value, is_added=False)
        labels = (pair[0].label, pair[1].label)
        judge.say(
            "shared",
            change,
            writer,
            place=holder.place_of(name),
            message=messages.interleaved(),
            labels=labels,
        )


def _holder_of(target: Any, holders: dict[int, HeapNode]) -> HeapNode | None:
    """The holder by its id, or a module by its name."""
    if isinstance(target, int):
        return holders.get(target)
    return next(
        (one for one in holders.values() if one.kind is ContainerKind.MODULE and one.root == target), None
    )
