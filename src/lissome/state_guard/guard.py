"""The state guard: observes requests, inspects the app's state after them, and reports what is shared."""

from __future__ import annotations

import asyncio
import decimal
import sys
import time
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import Context
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from lissome.server.request.observer import ObservedRequest
from lissome.state_guard.finding import Finding, FoundText
from lissome.state_guard.heap.held_objects import references_to
from lissome.state_guard.heap.snapshot import HeapSnapshot, SnapshotDiff
from lissome.state_guard.inspection import Inspection
from lissome.state_guard.request_record import RequestRecord
from lissome.state_guard.request_values.matcher import ValueMatcher
from lissome.state_guard.resources.resource_tracker import ResourceTracker
from lissome.state_guard.rules.interleaved_writes import InterleavedWrites
from lissome.state_guard.rules.leak_rules import LeakRules
from lissome.state_guard.rules.loggers import named_loggers
from lissome.state_guard.text_search import search
from lissome.state_guard.writes.attribution import Attribution
from lissome.state_guard.writes.importer import InstrumentingFinder
from lissome.state_guard.writes.instrumented_modules import InstrumentedModules
from lissome.state_guard.writes.recorder import WriteLog, WriteRecorder
from lissome.state_guard.writes.sites import WriteKind

if TYPE_CHECKING:
    from lissome.app import App

# The number of ended requests whose late writes (by tasks and threads that went on) are still inspected.
_LATE: Final = 64
# Writes that change their target, whatever it is.
_CERTAIN: Final = (WriteKind.SLOT, WriteKind.WRITE)
# Seconds after a request in which an inspection waits for others to end.
_PAUSE: Final = 0.05


class StateGuard:
    """An observer of requests that finds state shared between them.

    Args:
        root: the app's folder; the guard watches the modules in its ``src``.
        report: called with each finding: once for each place, and once more when a finding ``kept`` turns out
            to be ``shared``, which then replaces it in `findings`.
        share: the part of the time that inspections may take, from 0 to 1; requests that end before the next
            one is due are inspected together. None inspects the state after every request.
        instrumented: the modules that an earlier guard of the same app has compiled.

    Attributes:
        root: the app's folder.
        findings: the findings so far.
    """

    def __init__(
        self,
        root: Path,
        report: Callable[[Finding], None] | None = None,
        *,
        share: float | None = None,
        instrumented: InstrumentedModules | None = None,
    ) -> None:
        self.root = root
        self.findings: list[Finding] = []
        self._report = report
        self._share = share
        self._recorder = WriteRecorder()
        self._finder = InstrumentingFinder(root, self._recorder, instrumented or InstrumentedModules(root))
        self._snapshot = HeapSnapshot()
        self._rules = LeakRules(self._finder.sources, self._add_finding)
        self._interleaved = InterleavedWrites(self._recorder, self._finder.sites, self._rules.reporter)
        self._resources = ResourceTracker(root, self.add)
        self._places: set[str] = set()
        self._running: dict[int, RequestRecord] = {}
        self._ended: dict[int, RequestRecord] = {}
        self._late: deque[RequestRecord] = deque(maxlen=_LATE)
        self._count = 0
        self._loads = -1
        self._imported: dict[str, set[str]] = {}
        self._next_inspection = 0.0
        self._timer: asyncio.TimerHandle | None = None

    @contextmanager
    def installed(self) -> Iterator[StateGuard]:
        """Instrument the modules of the app that are imported inside this context."""
        sys.meta_path.insert(0, self._finder)
        try:
            with self._resources.installed():
                yield self
        finally:
            sys.meta_path.remove(self._finder)
            self._stop_timer()

    def observe(self, app: App) -> None:
        """Observe the requests of an app whose modules were imported inside `installed`."""
        app.runtime.observer = self

    def begin(self, request: ObservedRequest) -> None:
        """See `Observer`."""
        if self._finder.loads != self._loads:
            self._take_first_snapshot(request)
        self._count += 1
        record = RequestRecord.begin(request, self._count, self._recorder.start(self._count))
        self._running[request.key] = record
        self._interleaved.begin(record)
        record.loggers = self._resources.begin(request, record.label).loggers
        self._snapshot.add_shared("decimal.getcontext()", decimal.getcontext())

    def end(self, request: ObservedRequest) -> None:
        """See `Observer`."""
        self._resources.end(request)
        record = self._running.pop(request.key, None)
        if record is None:
            return
        self._recorder.stop(record.log)
        self._interleaved.end(record)
        record.complete(request, self._snapshot.nodes.keys())
        self._rules.history.add(record)
        self._ended[record.number] = record
        if self._share is None or time.perf_counter() >= self._next_inspection:
            self.inspect()
        else:
            self._inspect_later(record)

    def inspect(self) -> None:
        """Judge now what the requests that ended since the last inspection did to the state."""
        self._stop_timer()
        started = time.perf_counter()
        ended, self._ended = self._ended, {}
        if ended:
            self._inspect(ended)
        now = time.perf_counter()
        self._next_inspection = now if not self._share else now + (now - started) / self._share

    async def settle(self) -> None:
        """Wait until the tasks of ended requests have had time to end, and inspect what is left."""
        await self._resources.settle()
        self.inspect()

    def search(self, find: Callable[[str], Iterable[str]]) -> list[FoundText]:
        """Return the places of some texts in the state that can be reached from the app's modules.

        Args:
            find: finds the texts in a text of lower case.
        """
        self.inspect()
        self._update_snapshot()
        return search(self._snapshot.nodes, find, self._rules)

    def add(self, finding: Finding) -> None:
        """Add a finding of another source, unless its place is known or a comment allows it."""
        source = self._finder.sources.of_file(finding.file)
        if source is None or not source.reason(finding.line, finding.line):
            self._add_finding(finding, f"{finding.file}:{finding.line} {finding.place}")

    def clear(self) -> None:
        """Forget the findings, and what is known of earlier requests."""
        self.findings.clear()
        self._places.clear()
        self._resources.clear()
        self._rules.forget()

    def _take_first_snapshot(self, request: ObservedRequest) -> None:
        """Take what is there before the first request of an app, or of its new version, for the app's own."""
        self._loads = self._finder.loads
        self._imported = {source.module: source.imported for source in self._finder.sources}
        self._snapshot.app_state = request.app_state
        self._update_snapshot()
        self._recorder.outside.clear()

    def _update_snapshot(self, written: Collection[int] = ()) -> SnapshotDiff:
        return self._snapshot.update(self._finder.live_modules(), self._imported, written)

    def _inspect(self, ended: dict[int, RequestRecord]) -> None:
        before = self._snapshot.nodes
        for record in ended.values():
            record.values.revive()
            record.revive_targets()
        late = {record.number: record for record in self._late if record.log}
        running = {record.number: record for record in self._running.values()}
        judged = {**late, **ended}
        records = [*late.values(), *running.values(), *ended.values()]
        logs = [log for log in (self._recorder.outside, *(one.log for one in records)) if log]
        attribution = Attribution(self._finder.sites, logs)
        diff = self._update_snapshot(attribution.written)
        nodes = self._snapshot.nodes
        self._rules.library_objects.update(nodes)
        matcher = ValueMatcher(reversed(judged.values()), self._rules.is_constant, before)
        inspection = Inspection(judged, attribution, matcher, before, running)
        self._rules.check(diff, inspection, nodes)
        for finding in named_loggers(inspection, self._rules.history):
            self.add(finding)
        for record in ended.values():
            self._interleaved.check(record, nodes)
        self._recorder.outside.clear()
        for record in judged.values():
            record.log.clear()
        del logs, attribution, inspection, diff  # they keep alive what requests wrote to
        self._rules.shared_targets.remember()
        for record in judged.values():
            record.values.release()
        self._late.extend(ended.values())

    def _inspect_later(self, record: RequestRecord) -> None:
        """Keep nothing of the request alive until then, except for what the app had kept before."""
        forgotten = self._forget_short_lived(record.log)
        record.weak_targets = list(references_to(forgotten, record.values.objects))
        record.values.weaken()
        if self._timer is None:
            pause = max(self._next_inspection - time.perf_counter(), _PAUSE)
            self._timer = asyncio.get_running_loop().call_later(pause, self.inspect, context=Context())

    def _forget_short_lived(self, log: WriteLog) -> dict[int, tuple[Any, list[int]]]:
        """Drop the writes to what the app does not keep; return those that certainly changed it, by id."""
        nodes, parts, sites = self._snapshot.nodes, self._rules.library_objects, self._finder.sites
        forgotten: dict[int, tuple[Any, list[int]]] = {}
        for target, number in list(log):
            is_kept = target == 0 or target in nodes or parts.may_hold(target)
            if not is_kept or (target not in nodes and sites[number].kind is WriteKind.TOUCH):
                value = log.pop((target, number))
                if not is_kept and sites[number].kind in _CERTAIN:
                    forgotten.setdefault(target, (value, []))[1].append(number)
        return forgotten

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _add_finding(self, finding: Finding, place: str) -> bool:
        """Add a finding; an empty `place` is that of one that was reported before, and is worse now."""
        if not place:
            self._replace(finding)
        elif place in self._places:
            return False
        else:
            self._places.add(place)
            self.findings.append(finding)
        if self._report is not None:
            self._report(finding)
        return True

    def _replace(self, finding: Finding) -> None:
        place = (finding.file, finding.line, finding.place)
        for at, known in enumerate(self.findings):
            if (known.file, known.line, known.place) == place:
                self.findings[at] = finding
