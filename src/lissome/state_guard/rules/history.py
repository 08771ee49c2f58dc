"""What the guard remembers from look to look: who set which slot, and how containers grew."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from lissome.state_guard.finding import Finding
from lissome.state_guard.heap.snapshot import HeapNode
from lissome.state_guard.request_record import RequestRecord
from lissome.state_guard.request_values.matcher import text_of, walk

# How many requests must have added something, so that it is called growth.
_DERIVED: Final = 3  # what they added came from the requests
_REPEATED: Final = 3  # the same request did it again and again
_ANY: Final = 8
# Sessions that must bring a text, so that it is a word like others.
_COMMON: Final = 5
_NOBODY: Final = "?"
_MOST_TEXTS: Final = 50_000
_MOST_PLACES: Final = 10_000


@dataclass(slots=True)
class SlotValue:
    """Who set a slot last, and to what."""

    trace: RequestRecord
    content: str


@dataclass(slots=True)
class KeptSlot:
    """A slot in which something of a request was found.

    Attributes:
        holder: what the slot is in.
        key: its name.
        value_id: of what was found.
        trace: whose it is.
        finding: what was reported.
    """

    holder: HeapNode
    key: object
    value_id: int
    trace: RequestRecord
    finding: Finding


@dataclass(slots=True)
class Growth:
    """How a container grew: in how many requests, and in which."""

    total: int = 0
    derived: int = 0
    by_signature: Counter[tuple[str, ...]] = field(default_factory=Counter)
    labels: list[str] = field(default_factory=list)

    def add(self, trace: RequestRecord, *, is_derived: bool) -> None:
        """It grew with this request."""
        self.total += 1
        self.derived += is_derived
        self.by_signature[trace.signature] += 1
        self.labels = [*self.labels[:2], trace.label]

    @property
    def is_repeated(self) -> bool:
        """Whether asking the same again made it grow again."""
        return max(self.by_signature.values(), default=0) >= _REPEATED

    @property
    def is_endless(self) -> bool:
        """Whether this has gone on long enough to say that it will not stop."""
        return self.derived >= _DERIVED or self.is_repeated or self.total >= _ANY


@dataclass(slots=True)
class RequestHistory:
    """The guard's memory."""

    settings: dict[str, SlotValue] = field(default_factory=dict)
    marks: list[KeptSlot] = field(default_factory=list)
    growths: dict[str, Growth] = field(default_factory=dict)
    _keyed: dict[str, set[str]] = field(default_factory=dict)
    _owners: dict[str, set[str]] = field(default_factory=dict)
    _common: set[str] = field(default_factory=set)

    def learn(self, trace: RequestRecord) -> None:
        """What many sessions bring is nobody's own. One person may have several: one for each login."""
        if len(self._owners) > _MOST_TEXTS:
            self._owners.clear()
        if trace.session is None:
            return
        for text, source in trace.derived.texts.items():
            if not (source.is_credential or source.is_name):
                owners = self._owners.setdefault(text, set())
                owners.add(trace.session)
                if len(owners) >= _COMMON:
                    self._common.add(text)

    def is_common(self, text: str) -> bool:
        """Whether many sessions have brought this text."""
        return text in self._common

    def owned(self, place: str, trace: RequestRecord, *, is_own: bool) -> bool:
        """A request added an entry; whether each user has only added such as are under their own number."""
        make_room(self._keyed)
        owners = self._keyed.setdefault(place, set())
        if len(owners) < 2 or not is_own:  # more say nothing more
            owners.add((trace.session or "") if is_own else _NOBODY)
        return len(owners) > 1 and _NOBODY not in owners

    def set(
        self, place: str, value: Any, trace: RequestRecord, ignored: Callable[[str], bool]
    ) -> SlotValue | None:
        """A slot was set; returns the setting before, if that was another session's, to something else."""
        content = content_of(value, ignored)
        before = self.settings.get(place)
        if not content:
            return None
        make_room(self.settings)
        self.settings[place] = SlotValue(trace, content)
        if before is None or before.content == content or before.trace.session == trace.session:
            return None
        return before


def make_room(table: dict[str, Any]) -> None:
    """Forget the older half of a table that has grown too large: its keys may come from requests."""
    if len(table) >= _MOST_PLACES:
        for key in list(islice(table, _MOST_PLACES // 2)):
            del table[key]


def content_of(value: Any, ignored: Callable[[str], bool], stop: Collection[int] = ()) -> str:
    """A digest of the texts in a value; ``""`` if there are none but the programmer's own."""
    texts = [
        text_of(one) for one, _ in islice(walk(value, stop, deepest=5), 300) if type(one) in (str, bytes)
    ]
    telling = [text for text in texts if len(text) > 2 and not ignored(text)]
    return hashlib.sha256("\0".join(telling).encode("utf-8", "replace")).hexdigest() if telling else ""
