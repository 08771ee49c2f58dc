"""The time that a page's renders took, and in which parts."""

from __future__ import annotations

import time
from dataclasses import dataclass


@dataclass(slots=True)
class RenderMeter:
    """The time of one page's renders: of all their calls, of which one is under way at a time.

    Attributes:
        v8: seconds in which V8 worked for it.
        queue: seconds in which it waited for V8's thread, which worked for others.
        modules: in dev, seconds until V8 had the modules that Vite had to transform.
        calls: so many; more than one if the page waited for fetches, timers or streamed values.
        heap: bytes of V8's heap after the last call, garbage included; 0 if nobody knows.
    """

    v8: float = 0.0
    queue: float = 0.0
    modules: float = 0.0
    calls: int = 0
    heap: int = 0
    _sent: float = 0.0

    def send(self) -> None:
        """Note that V8 is given a call."""
        self._sent = time.perf_counter()

    def receive(self, last: float, heap: int) -> float:
        """Note that V8 has finished the call; return the time, which its next call waited for.

        Args:
            last: when V8 finished the call before, which it worked for until then.
            heap: bytes.
        """
        ended = time.perf_counter()
        began = max(self._sent, last)
        self.calls += 1
        self.queue += began - self._sent
        self.v8 += ended - began
        self.heap = heap or self.heap
        return ended
