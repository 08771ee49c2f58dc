"""A call into an isolate, from when it is sent until its answer is there."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from lissome.errors import RenderError, RenderOutOfMemory


@dataclass(slots=True)
class Call:
    """A call on its way: what V8 knows it by, and who waits for it.

    Attributes:
        resident: memory of the process, in bytes, when the watchdog first saw this call run.
        is_answered: V8 is done with it, and its answer on the way to the loop.
        stopped: why V8 was told to stop it, if it was.
    """

    future: asyncio.Future[bytes]
    message: bytes
    task: int = 0
    tries: int = 0
    resident: int = 0
    is_answered: bool = False
    stopped: RenderError | None = None

    @property
    def is_outgrown(self) -> bool:
        """Stopped, because the process grew too much while it ran."""
        return isinstance(self.stopped, RenderOutOfMemory)

    @property
    def render(self) -> bytes:
        """The number of the render that it goes on with, or empty; see vite/isolate/dispatcher.js."""
        return self.message[1:].partition(b"\n")[0] if self.message[:1] in b"tsd" else b""

    @property
    def begins_a_render(self) -> bool:
        return self.message[:1] in b"rc!"
