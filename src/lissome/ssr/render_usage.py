"""The use that each render has made so far, in all its calls: CPU time of V8's thread, and memory.

A render that waits for a fetch or a timer takes several calls, and its limits are for all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lissome.errors import RenderError, RenderOutOfMemory, RenderTimeout
from lissome.private_apis.mini_racer import Result
from lissome.private_apis.v8 import Memory
from lissome.ssr.call import Call
from lissome.ssr.disposal import IsolateDisposal
from lissome.ssr.limits import Limits
from lissome.ssr.process_memory import ProcessGrowth

# The memory of the process is read after each so many calls of a render that waits.
_READ_RSS: Final = 64


@dataclass(slots=True)
class _Usage:
    cpu: float = 0.0
    memory: int = 0  # what the calls have added, and not given back
    calls: int = 0
    growth: ProcessGrowth | None = None  # since it was first read for this render
    failure: RenderError | None = None
    was_dropped: bool = False  # by the isolate, and not yet by those who wait for it


class RenderUsage:
    """The renders that wait in one isolate, by their ids in V8.

    Attributes:
        base: bytes of the heap that modules take.
        memory: of the isolate, when it was last read.
        waiting: what has been used by each render that waits.
    """

    __slots__ = ("_added", "_disposal", "_limits", "base", "memory", "waiting")

    def __init__(self, limits: Limits, disposal: IsolateDisposal) -> None:
        self.base = 0
        self.memory = Memory()
        self._limits = limits
        self._disposal = disposal
        self.waiting: dict[bytes, _Usage] = {}
        self._added = 0

    def measure(self, memory: Memory) -> None:
        """Work out what a call has added to the memory, in the order in which calls finish."""
        self._added, self.memory = memory.total - self.memory.total, memory

    def note(self, call: Call, result: Result, cpu: float, *, failed: bool) -> None:
        """Add the call that was measured to its render, which may wait in V8 before or after it.

        A render that has used up its time fails with its next call.

        Args:
            cpu: seconds of CPU that the render has used so far.
        """
        render = result.content[1:] if call.begins else call.render
        first = result.content[:1]
        if not render or (call.begins and (first != b"p" or failed)):
            return
        if failed or (call.message[:1] == b"t" and first != b"w"):
            self.waiting.pop(render, None)
            return
        if call.message[:1] == b"d":
            self._drop(render)
            return
        usage = self.waiting.setdefault(render, _Usage())
        usage.cpu = cpu
        usage.memory += self._added
        usage.calls += 1
        if usage.cpu >= self._limits.time:
            usage.failure = RenderTimeout(self._limits.time, used=usage.cpu)
        elif usage.calls % _READ_RSS == 0 and self._has_outgrown(usage):
            usage.failure = RenderOutOfMemory(self._limits.heap)

    def _drop(self, render: bytes) -> None:
        usage = self.waiting.get(render)
        if usage is not None and usage.failure is not None and not usage.was_dropped:
            usage.was_dropped = True  # its next call must be told why
        else:
            self.waiting.pop(render, None)

    def _has_outgrown(self, usage: _Usage) -> bool:
        """Return True if a render has let the process grow too much since it began to wait.

        V8 counts no shared buffers (`SharedArrayBuffer`).
        """
        usage.growth = usage.growth or ProcessGrowth(usage.cpu)
        growth = usage.growth.until_now(usage.cpu, is_by_others=self._disposal.running > 0)
        return growth > self._limits.most_growth

    def cpu_of(self, render: bytes) -> float:
        """Return the CPU time that a waiting render has used so far, in seconds."""
        usage = self.waiting.get(render)
        return 0.0 if usage is None else usage.cpu

    def failure_of(self, render: bytes) -> RenderError | None:
        """Return why a waiting render must not go on."""
        usage = self.waiting.get(render)
        return None if usage is None else usage.failure

    def blame_another(self, render: bytes) -> bool:
        """Stop the waiting render that has filled the memory, unless it was the call that was measured.

        Returns True also if it was a render that is gone, and whose garbage is still there.

        Args:
            render: the call's, or empty.
        """
        if self._is_filled_by_others():
            return True
        own = self.waiting.get(render)
        if any(usage.failure for usage in self.waiting.values() if usage is not own):
            return True  # it has been stopped already, and has not left yet
        return bool(self._fail_largest((own.memory if own else 0) + self._added, but=render))

    def fail_largest(self) -> bytes:
        """Stop the waiting render that has added most memory; return its id, empty if none is to blame."""
        return b"" if self._is_filled_by_others() else self._fail_largest(None)

    def _is_filled_by_others(self) -> bool:
        """Return True if renders that are gone have left half of the limit, besides the modules."""
        known = self.base + self._added + sum(usage.memory for usage in self.waiting.values())
        return self.memory.total - known >= self._limits.heap // 2

    def _fail_largest(self, above: int | None, but: bytes = b"") -> bytes:
        waiting = [
            (usage.memory, render)
            for render, usage in self.waiting.items()
            if usage.failure is None and render != but and (above is None or usage.memory > above)
        ]
        if not waiting:
            return b""
        render = max(waiting)[1]
        self.waiting[render].failure = RenderOutOfMemory(self._limits.heap)
        return render
