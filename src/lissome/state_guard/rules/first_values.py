"""The rule for slots that one session sets, and that no other sets again: ``if limit is None: limit = …``.

The next user of the same route gets the first one's value. Numbers and constants cannot be recognised as a
user's, so this applies to what the source shows to be made of who asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lissome.state_guard.heap.introspect import items_of
from lissome.state_guard.heap.snapshot import HeapChange, HeapNode
from lissome.state_guard.inspection import Inspection
from lissome.state_guard.request_record import RequestRecord
from lissome.state_guard.rules.digests import digest_of
from lissome.state_guard.rules.history import make_room
from lissome.state_guard.source.derivation import Derivation
from lissome.state_guard.writes.attribution import Write


@dataclass(frozen=True, slots=True)
class FirstValue:
    """A value that a request set a slot to.

    Attributes:
        change: the slot.
        write: the write, if it is known.
        record: the request.
        place: of the slot.
        digest: of the value.
    """

    change: HeapChange
    write: Write | None
    record: RequestRecord
    place: str
    digest: str


class FirstValues:
    """Remembers such slots until another session meets them.

    Args:
        derive: returns where the value of a write comes from.
    """

    def __init__(self, derive: Callable[[Write, HeapChange], Derivation]) -> None:
        self._derive = derive
        self._values: dict[str, FirstValue] = {}

    def add(self, change: HeapChange, write: Write | None, record: RequestRecord, place: str) -> None:
        """Remember the slot that a request has set."""
        digest = digest_of(change.value)
        if digest:
            make_room(self._values)
            # without the value, which must not live longer for it
            slot = HeapChange(change.node, change.key, None, is_added=change.is_added)
            self._values[place] = FirstValue(slot, write, record, place, digest)

    def met_by(
        self, record: RequestRecord, inspection: Inspection, nodes: dict[int, HeapNode]
    ) -> Iterator[FirstValue]:
        """Yield the values that a request of another session has met, since it asked for the same route."""
        for place, known in list(self._values.items()):
            is_other = record.session != known.record.session and record.number > known.record.number
            if not is_other or record.route != known.record.route:
                continue
            node, key = known.change.node, known.change.key
            now = next((one for name, one in items_of(node.value, node.kind) if name is key), None)
            is_there = node.parent is None or nodes.get(id(node.value)) is not None
            own = [
                one
                for one in inspection.attribution.writes_of(node, key, now)
                if one.request == record.number
            ]
            is_set = (one.is_certain or one.site.slot == key for one in own)
            if any(is_set) and not all(self._derive(one, known.change).keeps_before for one in own):
                continue  # it has set its own
            del self._values[place]
            if is_there and digest_of(now) == known.digest:
                yield known
