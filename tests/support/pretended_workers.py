"""The callbacks of a supervisor: processes that only pretend, and a clock that a test sets."""

from __future__ import annotations

import signal
from dataclasses import dataclass, field
from typing import Any

from lissome.cli.slots import Worker
from lissome.cli.supervisor import Supervisor, SupervisorCallbacks, WorkerLimits

GRACE = 10.0


@dataclass
class Process:
    """A process that ends when a test, or a signal, says so."""

    pid: int
    exitcode: int | None = None
    is_stubborn: bool = False

    def terminate(self) -> None:
        if not self.is_stubborn:
            self.exitcode = 0

    def kill(self) -> None:
        self.exitcode = -signal.SIGKILL


@dataclass
class Entry:
    """What the pretended worker says."""

    beats: int = 0
    serves: bool = False
    leaves: bool = False
    reason: str = ""
    is_deleted: bool = False

    def delete(self) -> None:
        self.is_deleted = True


@dataclass
class World:
    """The callbacks of a supervisor."""

    workers: int = 2
    limits: WorkerLimits = field(default_factory=lambda: WorkerLimits(GRACE))
    now: float = 1000.0
    is_stubborn: bool = False
    is_full: bool = False
    started: list[Worker] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    steered: list[set[int]] = field(default_factory=list)
    reloads: list[str] = field(default_factory=list)
    memory: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        around = SupervisorCallbacks(
            self.start,
            self.lines.append,
            lambda numbers: self.steered.append(set(numbers)),
            lambda pid: self.memory.get(pid, 0),
            self.reloads.append,
            lambda: self.now,
        )
        self.supervisor = Supervisor(self.workers, self.limits, around)

    def start(self, number: int) -> Worker:
        if self.is_full:
            raise BlockingIOError("Resource temporarily unavailable")
        process = Process(100 + len(self.started), is_stubborn=self.is_stubborn)
        worker = Worker(number, process, Entry(), self.now)
        self.started.append(worker)
        return worker

    def turn(self, seconds: float = 0.0) -> None:
        self.now += seconds
        self.supervisor.turn()

    def serve(self, *workers: Worker) -> None:
        """Have workers, by default all, say that they serve."""
        for worker in workers or self.started:
            entry_of(worker).serves = True
        self.turn()

    def pids(self) -> set[int]:
        return set(self.supervisor.pids())


def entry_of(worker: Worker) -> Entry:
    entry: Any = worker.entry
    assert isinstance(entry, Entry)
    return entry


def end(worker: Worker, code: int = -signal.SIGKILL) -> None:
    process: Any = worker.process
    process.exitcode = code
