"""The state guard: watches what the app's modules hold, and reports what a request left there."""

from __future__ import annotations

import asyncio
import sys
import time
from collections import deque
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from contextvars import Context
from pathlib import Path
from typing import Any, Final

from lissome.state_guard.finding import Finding, FoundText
from lissome.state_guard.heap.snapshot import HeapSnapshot
from lissome.state_guard.inspection import Inspection
from lissome.state_guard.request_record import RequestRecord, constants_of, label_of, signature_of
from lissome.state_guard.request_values.brought import Brought, Parts, with_parts
from lissome.state_guard.request_values.matcher import ValueMatcher
from lissome.state_guard.request_values.values import values_of
from lissome.state_guard.resources import ResourceTracker
from lissome.state_guard.rules.interleaved_writes import InterleavedWrites
from lissome.state_guard.rules.leak_rules import LeakRules
from lissome.state_guard.text_search import search
from lissome.state_guard.writes.attribution import Attribution
from lissome.state_guard.writes.importer import InstrumentingFinder
from lissome.state_guard.writes.recorder import WriteLog, WriteRecorder
from lissome.state_guard.writes.sites import WriteKind

# Requests whose late writes (of tasks and threads that went on) are still looked at.
_LATE: Final = 64
# Seconds after a request in which the look at it waits for others to end.
_PAUSE: Final = 0.05


class StateGuard:
    """An observer of requests that finds state shared between them.

    Args:
        root: the app's folder; the guard looks at modules whose files lie in its ``src``.
        report: called with each finding: once for each place, and once more when what was ``kept`` turns out
            to be ``shared``, which then takes its place in `findings`.
        share: the part of the time that looking may take, from 0 to 1; requests that wrote to nothing that
            lasts are then looked at together, a little later. None looks after every request.
    """

    def __init__(
        self,
        root: Path,
        report: Callable[[Finding], None] | None = None,
        *,
        share: float | None = None,
    ) -> None:
        self.root = root
        self.findings: list[Finding] = []
        self._report = report
        self._share = share
        self._recorder = WriteRecorder()
        self._importer = InstrumentingFinder(root, self._recorder)
        self._survey = HeapSnapshot()
        self._brought = Brought()
        self._judge = LeakRules(self._importer.indexes, self._found)
        self._overlaps = InterleavedWrites(self._recorder, self._importer.sites)
        self._leftovers = ResourceTracker(root, self.add)
        self._places: set[str] = set()
        self._running: dict[int, tuple[Any, RequestRecord]] = {}
        self._ended: dict[int, RequestRecord] = {}
        self._parts: dict[int, Parts] = {}
        self._late: deque[RequestRecord] = deque(maxlen=_LATE)
        self._count = 0
        self._loads = -1
        self._imported: dict[str, set[str]] = {}
        self._next_look = 0.0
        self._timer: asyncio.TimerHandle | None = None

    @contextmanager
    def installed(self) -> Iterator[StateGuard]:
        """Instrument the app's modules that are imported while this is entered."""
        sys.meta_path.insert(0, self._importer)
        try:
            with self._leftovers.installed():
                yield self
        finally:
            sys.meta_path.remove(self._importer)
            if self._timer is not None:
                self._timer.cancel()

    def begin(self, event: Any) -> None:
        """A request starts; called in its own context, before any code of the app."""
        if self._importer.loads != self._loads:
            self._start(event)
        self._count += 1
        headers, session = self._brought.session(event)
        trace = RequestRecord(
            self._count,
            label_of(event, session, self._count),
            session,
            self._recorder.start(self._count),
            signature_of(event),
            headers,
        )
        self._running[id(event)] = event, trace
        self._overlaps.begin(trace)
        self._leftovers.begin(event, trace.label)

    def end(self, event: Any) -> None:
        """A request is over, and so is all that belongs to it."""
        self._leftovers.end(event)
        _, trace = self._running.pop(id(event), (None, None))
        if trace is None:
            return
        self._recorder.stop(trace.log)
        self._ended[trace.number] = trace
        self._overlaps.end(trace)
        is_time = self._share is None or time.perf_counter() >= self._next_look
        if self._share is None or (is_time and self._is_lasting(trace.log)):
            trace.derived = values_of(event, self._survey.holders.keys())
            trace.constants = constants_of(event)
            self._judge.history.learn(trace)
            self.look()
        else:
            self._look_later(event, trace)

    def look(self) -> None:
        """Look at the state now, and judge what the requests that ended since the last time did to it."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        started = time.perf_counter()
        ended, self._ended = self._ended, {}
        if ended:
            self._look_at(ended)
        now = time.perf_counter()
        self._next_look = now if not self._share else now + (now - started) / self._share

    def add(self, finding: Finding) -> None:
        """Report something that others found out, unless its place was reported before, or is allowed."""
        index = self._importer.indexes.of_file(finding.file)
        if index is None or not index.reason(finding.line, finding.line):
            self._found(finding, f"{finding.file}:{finding.line} {finding.place}")

    def clear(self) -> None:
        """Forget the findings, and what is known of requests and their writes."""
        self.findings.clear()
        self._places.clear()
        self._leftovers.clear()
        self._judge.forget()
        self._brought.forget()

    async def settle(self) -> None:
        """Wait until all is said of requests that have ended: tasks may end a moment after theirs."""
        await self._leftovers.settle()
        self.look()

    def search(self, texts: Collection[str]) -> list[FoundText]:
        """Where in the state reachable from the app's modules these texts are."""
        self.look()
        self._see()
        return search(self._survey.holders, texts, self._judge, self._importer.indexes)

    # -- looking --

    def _start(self, event: Any) -> None:
        """What is there before the first request, of an app or of its new version, the app made for all."""
        self._loads = self._importer.loads
        self._imported = {index.module: index.imported for index in self._importer.indexes}
        with suppress(Exception):  # an app without a state, or one that says so by raising
            self._survey.app_state = event.app
        self._see()
        self._recorder.outside.clear()

    def _see(self, noted: Collection[int] = ()) -> Any:
        return self._survey.look(self._importer.live_modules(), self._imported, noted)

    def _look_at(self, ended: dict[int, RequestRecord]) -> None:
        before = self._survey.holders
        for number, parts in self._parts.items():
            ended[number].derived = with_parts(ended[number].derived, parts)
        self._parts = {}
        logs = [trace.log for trace in (*self._late, *(one for _, one in self._running.values()))]
        logs = [log for log in [self._recorder.outside, *logs, *(one.log for one in ended.values())] if log]
        judged = {**{trace.number: trace for trace in self._late if trace.log}, **ended}
        attribution = Attribution(self._importer.sites, logs)
        seen = self._see(attribution.written)
        self._judge.insides.learn(self._survey.holders)
        matcher = ValueMatcher(reversed(judged.values()), self._judge.is_constant, before)
        running = {one.number: one for _, one in self._running.values()}
        scene = Inspection(judged, attribution, matcher, before, running)
        self._judge.judge(seen, scene, self._survey.holders)
        for trace in ended.values():
            self._overlaps.judge(trace, self._survey.holders, self._judge)
        self._release(judged.values())
        self._late.extend(ended.values())

    def _release(self, traces: Collection[RequestRecord]) -> None:
        self._recorder.outside.clear()
        for trace in traces:
            trace.log.clear()
            trace.derived.release()

    def _is_lasting(self, log: WriteLog) -> bool:
        """Whether a request has written to what the app keeps, and not only to what was its own."""
        known, inside, sites = self._survey.holders, self._judge.insides, self._importer.sites
        return any(
            sites[number].act is not WriteKind.TOUCH
            for target, number in log
            if target == 0 or target in known or inside.may_hold(target)
        )

    def _look_later(self, event: Any, trace: RequestRecord) -> None:
        """Until then no part of the request is kept alive, except what the app keeps itself."""
        app_owned = self._survey.holders.keys()
        known, is_news = self._brought.texts(event, trace.headers, trace.signature, app_owned)
        trace.derived, trace.constants = known.derived, known.constants
        if is_news:
            self._judge.history.learn(trace)
        parts = self._parts[trace.number] = self._brought.parts(event)
        pause = self._next_look - time.perf_counter()
        self._forget_targets(trace.log, None if pause > _PAUSE else {id(part()) for part, _ in parts})
        if self._timer is None:
            pause = max(pause, _PAUSE)
            self._timer = asyncio.get_running_loop().call_later(pause, self.look, context=Context())

    def _forget_targets(self, log: WriteLog, parts: Collection[int] | None) -> None:
        """Let go what a request wrote to: its parts, or (None) all that the app did not keep before.

        The rest may be something that a library has begun to keep for the app, and is let go soon.
        """
        known, sites = self._survey.holders, self._importer.sites
        for key in [key for key in log if key[0] not in known and key[0] != 0]:
            if parts is None or key[0] in parts or sites[key[1]].act is WriteKind.TOUCH:
                del log[key]

    # -- reporting --

    def _found(self, finding: Finding, place: str) -> bool:
        """Take in a finding; an empty `place` is that of one that was reported, and is worse now."""
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
        place, line = finding.place, (finding.file, finding.line)
        for at, known in enumerate(self.findings):
            if known.place == place and (known.file, known.line) == line:
                self.findings[at] = finding
