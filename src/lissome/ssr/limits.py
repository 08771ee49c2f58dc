"""What one render may use, and what the call that runs has used of its time.

The budget is CPU time of V8's thread: a page that needs 20 ms of it must be answered on a machine that has
much else to do, too, where it takes a second. A render that blocks its thread uses no CPU and gives no answer
either, so there is a limit of wall time beside the budget, a larger one.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from lissome.errors import RenderTimeout

if TYPE_CHECKING:
    from collections.abc import Callable

# The limit of wall time, if none is set: enough to use up the budget with this part of a core; and at least
# so many seconds, because how long a busy machine keeps a thread waiting has nothing to do with its budget.
_SHARE: Final = 10
_LEAST: Final = 10.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What one render may use.

    Attributes:
        time: seconds of CPU that one call may take of V8's thread; of wall time where that cannot be told.
        heap: bytes of the isolate's heap, and of what a long call's buffers may hold beside it. An isolate
            that reached it is `broken` and must be replaced.
        wall: seconds until one call must be answered, not counting its time in the queue; by default ten
            times `time`, and at least 10.
    """

    time: float = 1.0
    heap: int = 128 << 20
    wall: float | None = None

    @property
    def patience(self) -> float:
        """`wall`, or its default."""
        return max(_LEAST, _SHARE * self.time) if self.wall is None else self.wall


class Stopwatch:
    """What the call that runs has used since its turn came. Everything is in seconds.

    Args:
        patience: wall time after which a call is over, however little CPU it used.
        now: the wall's clock.
    """

    def __init__(self, patience: float, now: Callable[[], float] = time.monotonic) -> None:
        self._patience = patience
        self._now = now
        self._cpu = now  # as long as nobody has said whose CPU time it is, and where that cannot be told
        self._tells_cpu = False
        self._budget = self._started = self._cpu_before = 0.0

    def follow_this_thread(self) -> None:
        """Count the CPU time of the thread that calls this; for good, and from any thread.

        Its clock is asked for here, while it certainly lives: of a thread that has ended, glibc would read
        memory that is gone. The clock itself only fails then, with an OSError.
        """
        if self._tells_cpu or not hasattr(time, "pthread_getcpuclockid"):  # macOS has none
            return
        try:
            clock = time.pthread_getcpuclockid(threading.get_ident())
        except OSError:
            return
        self._cpu = partial(time.clock_gettime, clock)
        self._tells_cpu = True

    def start(self, budget: float) -> None:
        """Count from here on, for a call that may use so much CPU."""
        self._budget = budget
        self._started = self._now()
        self._cpu_before = self._cpu()

    @property
    def ran(self) -> float:
        """Wall time since the start."""
        return self._now() - self._started

    @property
    def used(self) -> float:
        """CPU time since the start."""
        return self._cpu() - self._cpu_before

    @property
    def left(self) -> float:
        """Until it may be over; nobody needs to look before, for CPU is not used faster than time goes by."""
        return min(self._budget - self.used, self._patience - self.ran)

    def failure(self) -> RenderTimeout:
        """Which limit it was, in words."""
        used = self.used
        is_wall = used < self._budget
        limit = self._patience if is_wall else self._budget
        return RenderTimeout(limit, used=used if self._tells_cpu else None, is_wall=is_wall)
