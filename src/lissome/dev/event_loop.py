"""The event loop of `lissome dev`: its clock stands still while one call holds it.

At a breakpoint, or at the prompt of pdb, minutes pass. No deadline may be over because of that: not that of
the request, nor of a streamed value, a clean-up, or a timeout of the app's own. What a call takes up to a
second counts; for one that takes longer without a debugger there is the report of `blocking_calls.py`.
"""

from __future__ import annotations

import asyncio
import selectors
import time
from collections.abc import Callable, Coroutine
from typing import Any, Final

# Seconds of a call that count.
_MOST: Final = 1.0


class PausingSelector(selectors.DefaultSelector):
    """Knows how long the loop has been held: the time between two of its questions for events.

    Args:
        now: a monotonic clock, in seconds.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._now = now
        self._held_since: float | None = None
        self._paused = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Wait for events; see `selectors.BaseSelector.select`."""
        self._paused = self._now() - self.time()
        self._held_since = None
        try:
            return super().select(timeout)
        finally:
            self._held_since = self._now()

    def time(self) -> float:
        """Return the seconds that have passed, without those in which the loop was held for too long."""
        now = self._now()
        excess = 0.0 if self._held_since is None else max(0.0, now - self._held_since - _MOST)
        return now - self._paused - excess


class DevEventLoop(asyncio.SelectorEventLoop):
    """asyncio's own loop with that clock.

    Args:
        now: see `PausingSelector`.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._pausing = PausingSelector(now)
        super().__init__(self._pausing)

    def time(self) -> float:
        """Return the loop's time; see `asyncio.loop.time`."""
        return self._pausing.time()


def run_in_loop(main: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine to its end, as `asyncio.run` does, on such a loop."""
    with asyncio.Runner(loop_factory=DevEventLoop) as runner:
        runner.run(main)
