"""The rule for slots that two sessions set to different values, whatever the type of the values.

That values differ says little: a counter, a clock, the next of several servers differ as well. So the source
must say that the value is made of a request's data, or that a request's data decides which one it is
(`source/derivation.py`). What is made of who asked counts at once. What is made of what was asked for counts
when it depends on the session: two sessions have set the slot twice or more, each to a value of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from lissome.state_guard.heap.snapshot import HeapChange
from lissome.state_guard.request_record import RequestRecord
from lissome.state_guard.rules.digests import digest_of, digest_of_texts
from lissome.state_guard.rules.history import make_room
from lissome.state_guard.source.derivation import UNKNOWN, Derivation, derivation_of
from lissome.state_guard.source.module_source import ModuleSources
from lissome.state_guard.source.request_flow import DataSource
from lissome.state_guard.writes.attribution import Write, function_of
from lissome.state_guard.writes.sites import WriteSite

_NUMBERS: Final = (int, float, complex, Decimal, timedelta)
_MOST_SESSIONS: Final = 8
_STEADY: Final = 2


@dataclass(slots=True)
class SlotValue:
    """A value that a request set a slot to.

    Attributes:
        record: the request.
        digest: of all that tells the value from others.
        texts: of the texts that do not occur in the source.
        derivation: where it comes from.
    """

    record: RequestRecord
    digest: str
    texts: str
    derivation: Derivation


@dataclass(slots=True)
class SlotHistory:
    """The values of a slot.

    Attributes:
        last: the last one.
        by_session: the last value of each session, and how often it has set it.
        is_unsteady: True if a session has set it to different values.
    """

    last: SlotValue
    by_session: dict[str | None, tuple[str, int]] = field(default_factory=dict)
    is_unsteady: bool = False

    def add(self, value: SlotValue) -> None:
        """Add a value."""
        self.last, session = value, value.record.session
        digest, count = self.by_session.get(session, (value.digest, 0))
        self.is_unsteady |= digest != value.digest
        if session in self.by_session or len(self.by_session) < _MOST_SESSIONS:
            self.by_session[session] = value.digest, count + 1

    @property
    def depends_on_session(self) -> bool:
        """True if sessions have set it again and again, each to its own value."""
        steady = {digest for digest, count in self.by_session.values() if count >= _STEADY}
        return not self.is_unsteady and len(steady) > 1


class SessionValues:
    """Compares what sessions set slots to.

    Args:
        sources: the modules' sources.
    """

    def __init__(self, sources: ModuleSources) -> None:
        self._sources = sources
        self._slots: dict[tuple[str, int], SlotHistory] = {}
        self._derivations: dict[WriteSite, Derivation] = {}

    def set_slot(
        self,
        place: str,
        change: HeapChange,
        write: Write | None,
        record: RequestRecord,
        is_ignored: Callable[[str], bool],
    ) -> SlotValue | None:
        """Add that a request set a slot.

        Returns:
            The value before, if another session had set the slot to a value of its own.
        """
        now = self._value(change, write, record, is_ignored)
        if now is None:
            return None
        key = place, 0 if isinstance(change.key, str | int) else id(change.key)
        make_room(self._slots)
        history = self._slots.get(key)
        if history is None:
            history = self._slots[key] = SlotHistory(now)
            history.add(now)
            return None
        before = history.last
        history.add(now)
        if before.digest == now.digest or before.record.session == record.session:
            return None
        return before if _is_shared(change.value, before, now, history) else None

    def derivation(self, write: Write | None, change: HeapChange) -> Derivation:
        """Return where the value of a slot comes from: of a write, or of a function whose result is kept."""
        if write is None:
            kept = function_of(change.node, change.key)
            function = None if kept is None else self._sources.flow.code.function_at(*kept)
            return UNKNOWN if function is None else Derivation(self._sources.flow.of_result(function))
        site = write.site
        if site not in self._derivations:
            lines = site.first, site.last
            self._derivations[site] = derivation_of(self._sources.flow, site.module, lines, site.slot)
        return self._derivations[site]

    def _value(
        self,
        change: HeapChange,
        write: Write | None,
        record: RequestRecord,
        is_ignored: Callable[[str], bool],
    ) -> SlotValue | None:
        value = change.value
        digest = digest_of(value)
        if not digest and value is not None:
            return None
        derivation = self.derivation(write, change)
        if value is None and derivation.data is not DataSource.PERSON:
            return None  # reset
        return SlotValue(record, digest, digest_of_texts(value, is_ignored), derivation)


def _is_shared(value: Any, before: SlotValue, now: SlotValue, history: SlotHistory) -> bool:
    derivation = now.derivation
    if derivation.accumulates and isinstance(value, _NUMBERS):
        return False
    if derivation.source is DataSource.PERSON:
        return True
    if now.texts and before.texts and before.texts != now.texts and not isinstance(value, _NUMBERS):
        return derivation.data >= DataSource.ASKED
    source = max(derivation.source, derivation.circumstance)
    is_flag = isinstance(value, bool) and source is not DataSource.PERSON
    return source > DataSource.APP and not is_flag and history.depends_on_session
