"""The time that the running call has used: CPU time of V8's thread, and wall time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial

from lissome.errors import RenderTimeout


class Stopwatch:
    """The time that the running call has used since its turn came. Everything is in seconds.

    Args:
        wall_timeout: wall time after which a call is over, however little CPU it used.
        now: the clock for wall time.
    """

    def __init__(self, wall_timeout: float, now: Callable[[], float] = time.monotonic) -> None:
        self._wall_timeout = wall_timeout
        self._now = now
        self._cpu = now  # until the thread is known, and where its CPU time cannot be read
        self._reads_cpu = False
        self._budget = self._started = self._cpu_before = 0.0

    def follow_this_thread(self) -> None:
        """Count the CPU time of the calling thread from now on.

        The clock is looked up here, while the thread certainly lives: for a thread that has ended, glibc
        would read freed memory. Reading the clock afterwards only fails with an OSError.
        """
        if self._reads_cpu or not hasattr(time, "pthread_getcpuclockid"):  # macOS has none
            return
        try:
            clock = time.pthread_getcpuclockid(threading.get_ident())
        except OSError:
            return
        self._cpu = partial(time.clock_gettime, clock)
        self._reads_cpu = True

    def start(self, budget: float, used: float = 0.0) -> None:
        """Start again, for a call.

        Args:
            budget: seconds of CPU that it may use, together with the calls before it.
            used: by those.
        """
        self._budget = budget
        self._started = self._now()
        self._cpu_before = self._cpu() - used

    @property
    def wall(self) -> float:
        """Wall time since the start."""
        return self._now() - self._started

    @property
    def cpu(self) -> float:
        """CPU time of the thread."""
        return self._cpu()

    @property
    def used(self) -> float:
        """CPU time of the call, and of those before it."""
        return self._cpu() - self._cpu_before

    def used_at(self, cpu: float) -> float:
        """Return the CPU time of the call, and of those before it, when the thread had used so much.

        Args:
            cpu: as `time.thread_time` says on that thread.
        """
        return cpu - self._cpu_before if self._reads_cpu else self.used

    @property
    def left(self) -> float:
        """The wall time that the call has at least: CPU is not used faster than time passes."""
        return min(self._budget - self.used, self._wall_timeout - self.wall)

    def failure(self) -> RenderTimeout:
        """Return the error that says which limit was exceeded."""
        used = self.used
        is_wall = used < self._budget
        limit = self._wall_timeout if is_wall else self._budget
        return RenderTimeout(limit, used=used if self._reads_cpu else None, is_wall=is_wall)
