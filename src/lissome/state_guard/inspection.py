"""One inspection of the app's state: the requests that it covers, their values, and their writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from lissome.state_guard.heap.introspect import ContainerKind
from lissome.state_guard.heap.snapshot import HeapChange
from lissome.state_guard.request_record import RequestRecord
from lissome.state_guard.request_values.matcher import ValueMatcher
from lissome.state_guard.writes.attribution import Attribution, Write
from lissome.state_guard.writes.sites import WriteKind


@dataclass(frozen=True, slots=True)
class Inspection:
    """The facts by which the rules judge a difference.

    Attributes:
        ended: the requests that ended since the last inspection, by number.
        attribution: the writes since then.
        matcher: finds the values of those requests.
        known: ids of the objects that could be reached before.
        running: the requests that are under way, by number.
    """

    ended: dict[int, RequestRecord]
    attribution: Attribution
    matcher: ValueMatcher
    known: Collection[int]
    running: Mapping[int, RequestRecord]

    def attribute(self, changes: list[HeapChange]) -> Iterator[tuple[Write | None, HeapChange]]:
        """Yield changes with their writes; those of requests under way are left for a later inspection.

        So is a change that another request of the same session, which is still under way, may have made as
        well. When several lines of one request added to a list, its entries are in the order of the lines.
        """
        counts = Counter(id(change.node) for change in changes)
        seen: Counter[int] = Counter()
        for change in changes:
            node = change.node
            writes = self.attribution.writes_of(node, change.key, change.value)
            ended = [one for one in writes if one.request in self.ended]
            at, count = seen[id(node)], counts[id(node)]
            seen[id(node)] += 1
            if not writes:
                yield None, change
            elif ended and ended[0].site.kind is not WriteKind.SLOT and self._is_ambiguous(writes, ended[0]):
                node.forget(change.key, change.value)
            elif ended and node.kind is ContainerKind.LIST and len(ended) <= count:
                yield ended[::-1][at * len(ended) // count], change
            elif ended:
                yield ended[0], change
            elif writes[0].request == 0:
                yield writes[0], change  # a task of `init` may keep what requests gave it

    def _is_ambiguous(self, writes: Iterable[Write], ended: Write) -> bool:
        """True if another request of the session, which is under way, may have made the change."""
        running = (self.running.get(one.request) for one in writes)
        return self.ended[ended.request].session in {one.session for one in running if one is not None}
