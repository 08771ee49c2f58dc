"""The places of workers in a server, and the worker processes in them; states without actions."""

from __future__ import annotations

import math
import signal
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final, Protocol

FIRST_DELAY: Final = 0.1
LONGEST_DELAY: Final = 10.0
STABLE_SECONDS: Final = 30.0
"""A worker that has served for so long was started well: its end is counted as a first one."""


class Process(Protocol):
    """The parts of `multiprocessing.Process` that the supervisor uses."""

    @property
    def pid(self) -> int | None: ...
    @property
    def exitcode(self) -> int | None: ...
    def terminate(self) -> None: ...
    def kill(self) -> None: ...


class WorkerEntry(Protocol):
    """The reports of a worker; see `lissome.cli.worker_board.BoardEntry`."""

    @property
    def beats(self) -> int: ...
    @property
    def serves(self) -> bool: ...
    @property
    def leaves(self) -> bool: ...
    @property
    def reason(self) -> str: ...
    def delete(self) -> None: ...


class Phase(Enum):
    """The stages of a worker's life."""

    STARTING = auto()
    SERVING = auto()
    STOPPING = auto()


@dataclass(slots=True, eq=False)
class Worker:
    """A worker process.

    Attributes:
        number: of its slot, from 0.
        since: when it has begun to serve; before that, when it was started.
        kill_at: when it is killed, because it should have ended.
        beats: of its event loop, as of the last look.
        silent: seconds in which there was no new one.
        cause: of the supervisor's own killing it, or ``""``.
    """

    number: int
    process: Process
    entry: WorkerEntry
    since: float
    phase: Phase = Phase.STARTING
    kill_at: float = math.inf
    beats: int = 0
    silent: float = 0.0
    cause: str = ""
    has_asked: bool = False

    @property
    def name(self) -> str:
        return f"worker {self.number + 1} (pid {self.process.pid})"

    def stop(self, now: float, grace: float) -> None:
        """Ask the process to end."""
        if self.phase is not Phase.STOPPING:
            self.phase = Phase.STOPPING
            self.kill_at = now + grace
            self.process.terminate()

    def kill(self, cause: str) -> None:
        """End the process at once."""
        self.cause = cause
        self.kill_at = math.inf
        self.process.kill()

    def describe_end(self) -> str:
        """Say how the process has ended."""
        code = self.process.exitcode or 0
        if self.cause:
            return f"was killed: {self.cause}"
        if code < 0:
            return f"was ended by {_signal_name(-code)}"
        return f"ended with exit code {code}"


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


@dataclass(slots=True, eq=False)
class Slot:
    """The place of one worker.

    Attributes:
        number: from 0.
        current: the worker that serves, or is to serve; None while the next start is put off.
        successor: the worker that takes its place when it serves.
        is_wanted: True if a successor is wanted.
        is_urgent: True if the successor may start beside others.
        due: when a worker may start here.
        failures: workers in succession that did not serve for long.
    """

    number: int
    current: Worker | None = None
    successor: Worker | None = None
    is_wanted: bool = False
    is_urgent: bool = False
    due: float = 0.0
    failures: int = 0

    def workers(self) -> Iterator[Worker]:
        """Return the current worker and the successor, as far as there are."""
        yield from (worker for worker in (self.current, self.successor) if worker is not None)

    def back_off(self, worker: Worker | None, now: float) -> float:
        """Note that a worker did not last, and when the next one may start; return the seconds until then.

        Args:
            worker: None if it could not even be started.
            now: the time.
        """
        if worker is not None and worker.phase is not Phase.STARTING and now - worker.since >= STABLE_SECONDS:
            self.failures = 0
        self.failures += 1
        steps = self.failures - 2
        delay = 0.0 if steps < 0 else min(FIRST_DELAY * 2.0 ** min(steps, 30), LONGEST_DELAY)
        self.due = now + delay
        return delay


@dataclass(slots=True)
class Reload:
    """A reload that is under way: one slot after the other gets a new worker.

    Attributes:
        since: when it has begun.
        left: numbers of the slots that still have their old worker; the first one is being replaced.
        count: of all slots.
    """

    since: float
    left: list[int]
    count: int = field(init=False)

    def __post_init__(self) -> None:
        self.count = len(self.left)
