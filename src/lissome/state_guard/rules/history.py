"""The guard's memory of earlier requests: slots that kept a value, containers that grew, common texts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from lissome.state_guard.finding import Finding
from lissome.state_guard.heap.snapshot import HeapNode
from lissome.state_guard.request_record import RequestRecord

# The number of requests that must have added something to a container before it is reported.
_DERIVED: Final = 3  # values of the requests
_REPEATED: Final = 3  # the same request, each time
_ANY: Final = 8
# A text that so many sessions bring belongs to none of them.
_COMMON: Final = 5
_NO_OWNER: Final = "?"
_MOST_TEXTS: Final = 50_000
_MOST_PLACES: Final = 10_000


@dataclass(slots=True)
class KeptSlot:
    """A slot in which a value of a request was found.

    Attributes:
        node: the object that has the slot.
        key: the slot's name.
        record: the request.
        finding: the finding that was reported.
    """

    node: HeapNode
    key: object
    record: RequestRecord
    finding: Finding


@dataclass(slots=True)
class Growth:
    """The requests with which a container grew.

    Attributes:
        node: the container; another one at the same place begins anew.
        total: their number.
        derived: the number of those that added a value of their own.
        by_signature: their number by what was asked for.
        labels: the first two and the last.
    """

    node: HeapNode | None = None
    total: int = 0
    derived: int = 0
    by_signature: Counter[tuple[str, ...]] = field(default_factory=Counter)
    labels: list[str] = field(default_factory=list)

    def add(self, record: RequestRecord, *, is_derived: bool) -> None:
        """Add a request with which the container grew."""
        self.total += 1
        self.derived += is_derived
        self.by_signature[record.signature] += 1
        self.labels = [*self.labels[:2], record.label]

    @property
    def is_repeated(self) -> bool:
        """True if the same request made it grow again and again."""
        return max(self.by_signature.values(), default=0) >= _REPEATED

    @property
    def is_steady(self) -> bool:
        """True if it has grown with so many requests that a line which empties it would have run."""
        return self.total >= _ANY

    @property
    def is_endless(self) -> bool:
        """True if it has grown often enough to be reported."""
        return self.derived >= _DERIVED or self.is_repeated or self.total >= _ANY


@dataclass(slots=True)
class RequestHistory:
    """The memory of earlier requests.

    Attributes:
        kept: slots in which a value of a request was found.
        growths: growth of containers, by place.
    """

    kept: list[KeptSlot] = field(default_factory=list)
    growths: dict[str, Growth] = field(default_factory=dict)
    _owners_of_entries: dict[str, set[str]] = field(default_factory=dict)
    _owners_of_texts: dict[str, set[str]] = field(default_factory=dict)
    _common: set[str] = field(default_factory=set)

    def add(self, record: RequestRecord) -> None:
        """Count a request's texts: what many sessions bring is not personal.

        Credentials and identities do not count, since one person may have a session for each login.
        """
        if len(self._owners_of_texts) > _MOST_TEXTS:
            self._owners_of_texts.clear()
        if record.session is None:
            return
        for text, origin in record.values.texts.items():
            if not (origin.is_credential or origin.is_identity):
                owners = self._owners_of_texts.setdefault(text, set())
                owners.add(record.session)
                if len(owners) >= _COMMON:
                    self._common.add(text)

    def is_common(self, text: str) -> bool:
        """True if many sessions have brought this text."""
        return text in self._common

    def add_entry(self, place: str, record: RequestRecord, *, is_own: bool) -> bool:
        """Add that a request added an entry to a container.

        Args:
            place: the container's.
            is_own: the entry's key is the user's numeric id.

        Returns:
            True if several sessions have added entries there, each only under the user's numeric id.
        """
        make_room(self._owners_of_entries)
        owners = self._owners_of_entries.setdefault(place, set())
        if len(owners) < 2 or not is_own:  # more owners tell nothing more
            owners.add((record.session or "") if is_own else _NO_OWNER)
        return len(owners) > 1 and _NO_OWNER not in owners


def make_room(table: dict[Any, Any]) -> None:
    """Drop the older half of a table that has grown too large: its keys may come from requests."""
    if len(table) >= _MOST_PLACES:
        for key in list(islice(table, _MOST_PLACES // 2)):
            del table[key]
