"""Calls that hold the event loop: in dev each is said once, with its line.

A thread asks the loop for a sign of life. If none comes, it looks at what the loop's thread does: a function
of the app in there is what all other requests wait for.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Final, NamedTuple

from lissome.isolation.debugger import is_debugger_attached

logger = logging.getLogger("lissome.dev")

# Seconds without a sign of life; and between two questions.
LIMIT: Final = 0.1
_PAUSE: Final = 0.05
# Modules that are on the stack while a debugger holds the app, and while it is imported.
_EXCUSED: Final = ("bdb", "pdb", "pydevd", "debugpy", "_pytest.debugging", "importlib._bootstrap")


class BlockingCall(NamedTuple):
    """A call that holds the loop.

    Attributes:
        function: of the app, the innermost one.
        place: the line that it is at, ``src/lib/db.py:12``.
    """

    function: str
    place: str

    def __str__(self) -> str:
        return (
            f"{self.place}: {self.function} has held the event loop for more than {LIMIT * 1000:.0f} ms, and "
            "all other requests wait meanwhile. Write `await asyncio.to_thread(…)` around the call that "
            "blocks, or use an async library"
        )


class BlockingCalls:
    """Watches an event loop.

    Args:
        root: the app's folder.
        report: called from the watching thread, once for each function.
    """

    def __init__(self, root: Path, report: Callable[[BlockingCall], None] | None = None) -> None:
        self._source = f"{root}/src/"
        self._root = f"{root}/"
        self._report = report or (lambda call: logger.warning("%s", call))
        self._seen: set[str] = set()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Watch the running loop, which runs in this thread."""
        loop, watched = asyncio.get_running_loop(), threading.get_ident()
        self._thread = threading.Thread(target=self._watch, args=(loop, watched), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop watching."""
        self._stopped.set()

    def _watch(self, loop: asyncio.AbstractEventLoop, watched: int) -> None:
        while not self._stopped.wait(_PAUSE):
            sign = threading.Event()
            try:
                loop.call_soon_threadsafe(sign.set)
            except RuntimeError:  # it is closed
                return
            if not sign.wait(LIMIT):
                self._look(sys._current_frames().get(watched))  # noqa: SLF001 - the documented way
                while not sign.wait(LIMIT) and not self._stopped.is_set():
                    pass

    def _look(self, frame: FrameType | None) -> None:
        found = self._app_frame(frame)
        if found is None or is_debugger_attached():
            return
        file, name = found.f_code.co_filename, found.f_code.co_qualname
        if f"{file} {name}" not in self._seen:
            self._seen.add(f"{file} {name}")
            self._report(BlockingCall(name, f"{file.removeprefix(self._root)}:{found.f_lineno}"))

    def _app_frame(self, frame: FrameType | None) -> FrameType | None:
        """Return the innermost frame of the app; None if a debugger or an import is under way."""
        found = None
        while frame is not None:
            if str(frame.f_globals.get("__name__", "")).startswith(_EXCUSED):
                return None
            if found is None and frame.f_code.co_filename.startswith(self._source):
                found = frame
            frame = frame.f_back
        return found
