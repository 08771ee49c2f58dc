"""One call of the bundle's entry function, and what its result says of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final

from lissome.errors import RenderError, RenderOutOfMemory
from lissome.private_apis.mini_racer import STRING, TERMINATED, TERMINATED_FOR_ANOTHER, TOO_LONG, Result
from lissome.ssr.limits import Limits
from lissome.ssr.process_memory import ProcessGrowth
from lissome.ssr.render_meter import RenderMeter

# Bytes of what V8 says of an error: it goes to the log.
_LONGEST: Final = 100_000


@dataclass(slots=True)
class Call:
    """A call that runs in the isolate, or waits for its turn.

    Attributes:
        growth: of the process, since the watchdog first saw this call run.
        is_answered: V8 has finished it, and the result is on its way to the event loop.
        stopped: why the watchdog terminated it, if it did.
        meter: gets the time that it takes.
    """

    future: asyncio.Future[bytes]
    message: bytes
    task: int = 0
    attempts: int = 0
    growth: ProcessGrowth | None = None
    is_answered: bool = False
    stopped: RenderError | None = None
    meter: RenderMeter | None = None

    @property
    def begins(self) -> bool:
        """True if it begins a render, or another job; see vite/isolate/dispatcher.js."""
        return self.message[:1] in b"rc!"

    @property
    def goes_on(self) -> bool:
        """True if it goes on with a render that waits."""
        return self.message[:1] in b"ts"

    @property
    def render(self) -> bytes:
        """The id of the render that it continues, or empty."""
        return self.message[1:].partition(b"\n")[0] if self.message[:1] in b"tsd" else b""


def was_terminated(result: Result) -> bool:
    """Return True if V8 terminated a call, perhaps in place of another one.

    A call that V8 is told to terminate may just have come to its end: V8 then terminates the next call, at
    its first step.
    """
    return result.kind == TERMINATED or (result.kind, result.content) == TERMINATED_FOR_ANOTHER


def failure_of(call: Call, result: Result, limits: Limits, *, full: bool) -> RenderError | None:
    """Return what is wrong with a call that has finished, if anything is.

    Args:
        full: the heap is full.
    """
    if full:
        return RenderOutOfMemory(limits.heap)
    if call.stopped is not None:  # perhaps not the call, but the promises that it has left
        return call.stopped
    if was_terminated(result):
        return RenderError("the render was stopped together with others in the same isolate, again and again")
    if result.kind == TOO_LONG:
        return RenderOutOfMemory(limits.heap, answer=int(result.content))
    if result.kind != STRING:
        text = result.content[:_LONGEST].decode("utf-8", "replace")
        return RenderError(text or "the bundle returned no string")
    return None
