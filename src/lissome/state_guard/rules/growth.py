"""The rule ``growth``: a container to which requests only add."""

from __future__ import annotations

import gc
import itertools
from collections.abc import Callable

from lissome.state_guard.heap.introspect import ContainerKind, size_of
from lissome.state_guard.heap.snapshot import HeapChange, HeapNode, SnapshotDiff
from lissome.state_guard.heap.walk import is_made_at_run_time
from lissome.state_guard.inspection import Inspection
from lissome.state_guard.request_record import RequestRecord
from lissome.state_guard.rules import messages
from lissome.state_guard.rules.bounds import is_node_limited
from lissome.state_guard.rules.history import Growth, RequestHistory
from lissome.state_guard.rules.places import KEYED, Places, is_in_library
from lissome.state_guard.rules.reporter import FindingReporter
from lissome.state_guard.source.derivation import Derivation
from lissome.state_guard.source.request_flow import DataSource
from lissome.state_guard.writes.attribution import Write


class GrowthRule:
    """Counts the requests with which containers grow, and reports those that do not stop.

    Args:
        history: keeps the counts.
        places: classifies containers.
        reporter: takes the findings.
        derive: returns where the value of a write comes from.
    """

    def __init__(
        self,
        history: RequestHistory,
        places: Places,
        reporter: FindingReporter,
        derive: Callable[[Write, HeapChange], Derivation],
    ) -> None:
        self._history = history
        self._places = places
        self._reporter = reporter
        self._derive = derive

    def check(self, diff: SnapshotDiff, inspection: Inspection) -> None:
        """Apply the rule to what has changed."""
        for node, count in diff.grown:
            is_filled_once = node.parent is not None and isinstance(node.parent.value, itertools.cycle)
            is_counted = node.kind not in (ContainerKind.BUILTIN, ContainerKind.TUPLE) and not is_filled_once
            if is_counted and not is_in_library(node):
                added = [one for one in diff.changes if one.node is node and one.is_added]
                self._check_container(node, added, count, inspection)

    def reset(self, node: HeapNode) -> None:
        """Start counting anew, because something was taken out of the container."""
        self._history.growths.pop(self._places.container_of(node).place(), None)

    def _check_container(
        self, node: HeapNode, added: list[HeapChange], count: int, inspection: Inspection
    ) -> None:
        numbers: set[int] = set()
        for change in added:
            writes = inspection.attribution.writes_of(node, change.key, change.value)
            numbers |= {one.request for one in writes if one.request in inspection.ended}
            if (writes and not numbers) or any(one.request in inspection.running for one in writes):
                return
        if not numbers and (node.kind is ContainerKind.LRU_CACHE or _is_of_flags(node)):
            numbers = {next(reversed(inspection.ended))}
        if not numbers or not added or self._is_finite(added, inspection.ended[max(numbers)]):
            return
        growth = self._growth_of(node)
        is_derived = any(_has_value_of_request(one, inspection) for one in added)
        for number in sorted(numbers)[:count]:  # the others wrote to it as well, but added nothing
            growth.add(inspection.ended[number], is_derived=is_derived)
        if growth.is_endless and node.kind is ContainerKind.WEAK_KEYED and _is_garbage(node):
            self.reset(node)
        elif (
            growth.is_endless
            and not is_node_limited(node)
            and not self._is_bounded(added[-1], growth, inspection)
        ):
            self._report(added[-1], growth, inspection)

    def _growth_of(self, node: HeapNode) -> Growth:
        container = self._places.container_of(node)
        known = self._history.growths.get(container.place())
        if known is None or known.node is not container:
            known = self._history.growths[container.place()] = Growth(container)
        return known

    def _is_bounded(self, change: HeapChange, growth: Growth, inspection: Inspection) -> bool:
        """True if a line takes something out, unless it should have run with those that add."""
        if not self._places.is_emptied(change.node):
            return False
        write = _write_of(change, inspection)
        if write is None or not growth.is_steady:
            return True
        is_theirs = growth.derived >= growth.total or self._derive(write, change).data >= DataSource.ASKED
        return not is_theirs or not self._places.is_left_full(change.node, write)

    def _is_finite(self, added: list[HeapChange], record: RequestRecord) -> bool:
        """True if all keys are in the source, or all values are classes: there are finitely many of them."""
        return all(
            (one.node.kind is ContainerKind.DICT and self._places.is_fixed_key(one.key, record))
            or (isinstance(one.value, type) and not is_made_at_run_time(one.value))
            or _is_combination(one)
            for one in added
        )

    def _report(self, change: HeapChange, growth: Growth, inspection: Inspection) -> None:
        write = _write_of(change, inspection)
        text = messages.growth(change.node.size, growth.total, is_repeated=growth.is_repeated)
        place = self._places.container_of(change.node).place()
        labels = tuple(growth.labels)
        self._reporter.report("growth", change, write, place=place, message=text, labels=labels)


def _is_garbage(node: HeapNode) -> bool:
    """True if most keys of a weak dictionary only waited for the collector."""
    gc.collect()
    return size_of(node.value, node.kind) * 2 <= node.size


def _is_of_flags(node: HeapNode) -> bool:
    """True for the table in which `enum` keeps the members of a `Flag` that were made by their number."""
    return node.key == "_value2member_map_" and node.parent is not None


def _is_combination(change: HeapChange) -> bool:
    """True for a combination of a `Flag`'s own members: there are finitely many."""
    if not _is_of_flags(change.node) or change.node.parent is None:
        return False
    mask = getattr(change.node.parent.value, "_flag_mask_", 0)
    return isinstance(change.key, int) and 0 <= change.key <= mask


def _has_value_of_request(change: HeapChange, inspection: Inspection) -> bool:
    parts = (change.value, change.key) if change.node.kind in KEYED else (change.value,)
    return any(inspection.matcher.find(one) is not None for one in parts)


def _write_of(change: HeapChange, inspection: Inspection) -> Write | None:
    writes = inspection.attribution.writes_of(change.node, change.key, change.value)
    return next((one for one in writes if one.request in inspection.ended), None)
