"""A look's requests, what they brought, and what they wrote."""

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
    """What a look is judged by.

    Attributes:
        ended: the requests that ended since the last look, by number.
        attribution: who wrote what since then.
        matcher: finds what those requests brought.
        known: ids of what could be reached before.
        running: the requests that are under way, by number.
    """

    ended: dict[int, RequestRecord]
    attribution: Attribution
    matcher: ValueMatcher
    known: Collection[int]
    running: Mapping[int, RequestRecord]

    def with_writers(self, changes: list[HeapChange]) -> Iterator[tuple[Write | None, HeapChange]]:
        """Changes and who made them; those of requests that are under way are left out.

        What a request under way may have made as well is looked at once more, when that has ended.
        When several lines of one request added to a list, the entries are in the order of the lines.
        """
        counts = Counter(id(change.holder) for change in changes)
        seen: Counter[int] = Counter()
        for change in changes:
            holder = change.holder
            writers = self.attribution.writers(holder, change.key, change.value)
            ended = [one for one in writers if one.request in self.ended]
            at, count = seen[id(holder)], counts[id(holder)]
            seen[id(holder)] += 1
            if not writers:
                yield None, change
            elif (
                ended and ended[0].site.act is not WriteKind.SLOT and self._may_be_anothers(writers, ended[0])
            ):
                holder.forget(change.key, change.value)
            elif ended and holder.kind is ContainerKind.LIST and len(ended) <= count:
                yield ended[::-1][at * len(ended) // count], change
            elif ended:
                yield ended[0], change
            elif writers[0].request == 0:
                yield writers[0], change  # a task of `init` may keep what requests gave it

    def _may_be_anothers(self, writers: Iterable[Write], ended: Write) -> bool:
        """Whether it may as well have been another request of that session, which is still under way."""
        sessions = {one.session for one in map(self.running.get, (one.request for one in writers)) if one}
        return self.ended[ended.request].session in sessions
