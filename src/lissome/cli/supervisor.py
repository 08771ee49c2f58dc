"""Keeps the workers of `lissome serve` alive: starts, watches, replaces and stops them.

`Supervisor.turn` looks at all workers once, and never waits, so no worker holds up the care of another. It
has neither threads nor locks: a forked worker would inherit them in any state.
"""

from __future__ import annotations

import math
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from lissome.cli.slots import Phase, Reload, Slot, Worker

TICK: Final = 0.5
"""Seconds between two looks at the workers, unless something is about to happen."""
QUICK_TICK: Final = 0.05
"""The same while a worker starts. The end of a worker is told by a signal."""
MEMORY_TICK: Final = 5.0
_HAS_SAID_WHY: Final = frozenset({1, -signal.SIGINT, -signal.SIGTERM})
"""Exit codes of workers that need no explanation: the app's own failure, and Ctrl-C."""
STALL_SECONDS: Final = 2.0
"""Seconds without a turn of its event loop after which a worker gets no new connections."""


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """The limits of workers.

    Attributes:
        grace: seconds that a worker gets to end.
        heartbeat: seconds that its event loop may stand still; 0 for any number.
        rss: bytes of memory that it may use; 0 for any number.
        total: bytes that all of them may use together; 0 for any number.
    """

    grace: float
    heartbeat: float = 0.0
    rss: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class SupervisorCallbacks:
    """The functions by which a supervisor acts.

    Attributes:
        start: starts the worker of a number.
        log: prints a line.
        serving: told of the numbers of the workers that take new connections.
        memory: returns the memory that a process uses, in bytes.
        reloaded: told of the end of a reload, with the reason if it has failed.
        clock: the time in seconds, without the time in which the machine sleeps.
    """

    start: Callable[[int], Worker]
    log: Callable[[str], None]
    serving: Callable[[frozenset[int]], None]
    memory: Callable[[int], int]
    reloaded: Callable[[str], None]
    clock: Callable[[], float] = time.monotonic


class Supervisor:
    """The workers of a server.

    Attributes:
        has_served: True as soon as one worker has served.
        has_failed: True if a worker has failed before any had served: it would only fail again.
    """

    def __init__(self, workers: int, limits: WorkerLimits, callbacks: SupervisorCallbacks) -> None:
        self.has_served = False
        self.has_failed = False
        self._limits = limits
        self._callbacks = callbacks
        self._slots = [Slot(number) for number in range(workers)]
        self._leaving: list[Worker] = []
        self._reload: Reload | None = None
        self._is_stopping = False
        self._serving: frozenset[int] = frozenset()
        self._last_turn = callbacks.clock()
        self._memory_due = self._last_turn + MEMORY_TICK

    # -- orders

    def stop(self) -> None:
        """Ask all workers to end, and start no more."""
        if not self._is_stopping:
            self._is_stopping = True
            for worker in self._workers():
                worker.stop(self._callbacks.clock(), self._limits.grace)

    def abandon(self) -> None:
        """Kill all workers: there will be no supervisor."""
        for worker in self._workers():
            worker.process.kill()

    def reload(self) -> None:
        """Replace all workers, one after the other; one that is being started for an earlier reload,
        again.
        """
        if self._is_stopping:
            return
        if self._reload is not None:
            self._drop_successor(self._slots[self._reload.left[0]])
        self._reload = Reload(self._callbacks.clock(), list(range(len(self._slots))))
        count = "the worker" if len(self._slots) == 1 else f"{len(self._slots)} workers"
        self._callbacks.log(f"reload: replacing {count}")
        self._reload_next()

    # -- state

    @property
    def is_over(self) -> bool:
        """True if all workers have ended and none will start."""
        return self._is_stopping and not any(self._workers())

    def pause(self) -> float:
        """Return the seconds until the next turn is due."""
        now = self._callbacks.clock()
        if any(worker.phase is Phase.STARTING for worker in self._workers()):
            return QUICK_TICK
        dates = [slot.due for slot in self._slots if slot.current is None or slot.is_wanted]
        return min(TICK, max(0.0, min(dates, default=math.inf) - now))

    def pids(self) -> list[int]:
        """Return the process ids of all workers."""
        return [worker.process.pid or 0 for worker in self._workers()]

    def _workers(self) -> Iterator[Worker]:
        for slot in self._slots:
            yield from slot.workers()
        yield from self._leaving

    # -- one turn

    def turn(self) -> None:
        """Look at all workers, and do what is due."""
        now = self._callbacks.clock()
        elapsed, self._last_turn = now - self._last_turn, now
        self._notice_reports(now)
        self._notice_ends(now)
        self._notice_silence(min(elapsed, 2 * TICK))  # when the machine stood still, so did the workers
        self._notice_memory(now)
        self._kill_late(now)
        self._start_due(now)
        self._tell_serving()

    def _notice_ends(self, now: float) -> None:
        for worker in list(self._workers()):
            if worker.process.exitcode is not None:
                worker.entry.delete()
                self._remove(worker, now)

    def _remove(self, worker: Worker, now: float) -> None:
        slot = self._slots[worker.number]
        if worker in self._leaving:
            self._leaving.remove(worker)
        elif self._is_stopping:
            slot.current, slot.successor = (
                one if one is not worker else None for one in (slot.current, slot.successor)
            )
        elif worker is slot.successor:
            slot.successor = None
            self._successor_failed(slot, worker, now)
        elif self.has_served:
            self._current_ended(slot, worker, now)
        else:
            slot.current = None
            self.has_failed = True
            if (worker.process.exitcode or 0) not in _HAS_SAID_WHY:
                self._callbacks.log(f"{worker.name} {worker.describe_end()} before it could serve")
            self.stop()

    def _current_ended(self, slot: Slot, worker: Worker, now: float) -> None:
        slot.current, slot.successor, slot.is_wanted = slot.successor, None, False
        if slot.current is not None:
            self._callbacks.log(
                f"{worker.name} {worker.describe_end()}; {slot.current.name} is starting already"
            )
            return
        delay = slot.back_off(worker, now)
        self._callbacks.log(f"{worker.name} {worker.describe_end()}; another one is started {_when(delay)}")
        if worker.phase is Phase.STARTING:
            self._reload_failed(worker)

    def _successor_failed(self, slot: Slot, worker: Worker, now: float) -> None:
        if self._is_reloading(slot):
            self._reload_failed(worker)
            return
        delay = slot.back_off(worker, now)
        self._callbacks.log(
            f"{worker.name} {worker.describe_end()} before it could serve; the old worker serves on, "
            f"and another one is started {_when(delay)}"
        )

    def _notice_reports(self, now: float) -> None:
        for slot in self._slots:
            for worker in list(slot.workers()):
                if worker.phase is Phase.STARTING and worker.entry.serves:
                    self._begin_to_serve(slot, worker, now)
                if worker.phase is Phase.SERVING and worker.entry.leaves:
                    self._leaves(slot, worker, now)
                elif worker.phase is Phase.SERVING and worker.entry.reason and not worker.has_asked:
                    worker.has_asked = True
                    self._callbacks.log(f"{worker.name} asks to be replaced: {worker.entry.reason}")
                    self._want_successor(slot, worker, now, urgent=True)

    def _begin_to_serve(self, slot: Slot, worker: Worker, now: float) -> None:
        worker.phase, worker.since = Phase.SERVING, now
        self.has_served = True
        if worker is slot.successor:
            old, slot.current, slot.successor, slot.is_wanted = slot.current, worker, None, False
            if old is not None:
                old.stop(now, self._limits.grace)
                self._leaving.append(old)
        if self._reload is not None and self._is_reloading(slot) and not slot.is_wanted:
            self._reload.left.pop(0)
            self._reload_next()

    def _leaves(self, slot: Slot, worker: Worker, now: float) -> None:
        """Let a worker go that somebody else has sent a signal: that is no failure."""
        self._callbacks.log(f"{worker.name} was told to end; another one is started at once")
        slot.due = now
        worker.stop(now, self._limits.grace)
        self._leaving.append(worker)
        slot.current, slot.successor, slot.is_wanted = slot.successor, None, False

    def _notice_silence(self, elapsed: float) -> None:
        for slot in self._slots:
            for worker in slot.workers():
                beats = worker.entry.beats
                is_silent = worker.phase is Phase.SERVING and beats == worker.beats
                worker.silent = worker.silent + elapsed if is_silent else 0.0
                worker.beats = beats
                if self._limits.heartbeat and worker.silent > self._limits.heartbeat and not worker.cause:
                    worker.kill(f"its event loop has stood still for {self._limits.heartbeat:g} s")

    def _notice_memory(self, now: float) -> None:
        limits = self._limits
        if not (limits.rss or limits.total) or now < self._memory_due:
            return
        self._memory_due = now + MEMORY_TICK
        used = {slot.number: self._memory(slot.current) for slot in self._slots}
        slot = self._slots[max(used, key=used.__getitem__)]
        worker, most = slot.current, used[slot.number]
        if worker is None or self._is_busy():
            return
        if limits.rss and most > limits.rss:
            why = f"more than {limits.rss >> 20}"
        elif limits.total and sum(used.values()) > limits.total:
            why = f"and all together more than {limits.total >> 20}, nine tenths of the memory there is"
        else:
            return
        self._callbacks.log(f"{worker.name} uses {most >> 20} MB, {why}: it is replaced")
        self._want_successor(slot, worker, now, urgent=False)

    def _memory(self, worker: Worker | None) -> int:
        is_serving = worker is not None and worker.phase is Phase.SERVING
        return self._callbacks.memory(worker.process.pid or 0) if worker is not None and is_serving else 0

    def _kill_late(self, now: float) -> None:
        for worker in self._workers():
            if now >= worker.kill_at:
                self._callbacks.log(
                    f"{worker.name} has not ended within {self._limits.grace:g} s, and is killed"
                )
                worker.kill("it has not ended in time")

    def _start_due(self, now: float) -> None:
        if self._is_stopping:
            return
        for slot in self._slots:
            if slot.current is None and now >= slot.due:
                slot.current, slot.is_wanted = self._start(slot, now), False
            elif slot.is_wanted and slot.successor is None and now >= slot.due and self._may_start(slot):
                slot.successor = self._start(slot, now)

    def _start(self, slot: Slot, now: float) -> Worker | None:
        try:
            return self._callbacks.start(slot.number)
        except OSError as failure:  # no memory, or no process more
            if not self.has_served:
                raise
            delay = slot.back_off(None, now)
            self._callbacks.log(
                f"worker {slot.number + 1} cannot be started: {failure}; tried again {_when(delay)}"
            )
            return None

    def _may_start(self, slot: Slot) -> bool:
        return slot.is_urgent or all(other.successor is None for other in self._slots)

    def _tell_serving(self) -> None:
        serving = frozenset(
            slot.number
            for slot in self._slots
            if slot.current is not None
            and slot.current.phase is Phase.SERVING
            and slot.current.silent < STALL_SECONDS
        )
        if serving != self._serving:
            self._serving = serving
            self._callbacks.serving(serving)

    # -- replacing

    def _want_successor(self, slot: Slot, worker: Worker, now: float, *, urgent: bool) -> None:
        """Replace a worker; the later, the more often that was wanted lately."""
        if not slot.is_wanted:
            slot.back_off(worker, now)
            slot.is_wanted, slot.is_urgent = True, urgent

    def _is_busy(self) -> bool:
        return self._reload is not None or any(slot.is_wanted for slot in self._slots)

    def _is_reloading(self, slot: Slot) -> bool:
        return self._reload is not None and self._reload.left[:1] == [slot.number]

    def _reload_next(self) -> None:
        if self._reload is None:
            return
        if self._reload.left:
            slot = self._slots[self._reload.left[0]]
            self._drop_successor(slot)
            slot.is_wanted, slot.is_urgent, slot.due, slot.failures = True, True, 0.0, 0
            return
        seconds = self._callbacks.clock() - self._reload.since
        self._reload = None
        self._callbacks.log(f"reload: done, after {seconds:.1f} s")
        self._callbacks.reloaded("")

    def _reload_failed(self, worker: Worker) -> None:
        if self._reload is None or not self._is_reloading(self._slots[worker.number]):
            return
        old = len(self._reload.left)
        self._slots[worker.number].is_wanted = False
        reason = f"the new {worker.name} {worker.describe_end()} before it could serve"
        kept = "all old workers serve on" if old == self._reload.count else f"{old} old workers serve on"
        self._reload = None
        self._callbacks.log(f"reload: failed: {reason}; {kept}")
        self._callbacks.reloaded(f"reload failed: {reason}; {kept}")

    def _drop_successor(self, slot: Slot) -> None:
        """Stop a worker that is being started: it may have begun with older files."""
        slot.is_wanted = False
        if slot.successor is not None:
            slot.successor.stop(self._callbacks.clock(), self._limits.grace)
            self._leaving.append(slot.successor)
            slot.successor = None


def _when(delay: float) -> str:
    return f"in {delay:.1f} s" if delay else "at once"
