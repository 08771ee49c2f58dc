"""Child processes."""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from multiprocessing.process import BaseProcess
from subprocess import Popen
from typing import Any, Final

from lissome.state_guard.resources.monkeypatch import Function, replaced
from lissome.state_guard.resources.tracked_request import Tracker, current_request

_WHY: Final = (
    "It was started for this request and still runs after the response. No code waits for it, and with every "
    "request there is one more.\n"
    "Wait for it (`await process.wait()`, or subprocess.run in asyncio.to_thread), and end it when the "
    "request ends: event.defer(process.kill). A helper for the whole app is started in `init` of "
    "src/hooks.server.py."
)


@contextmanager
def processes_watched(tracker: Tracker) -> Iterator[None]:
    """Track the child processes that requests start."""

    def starting(original: Function) -> Function:
        def start(self: Any, *arguments: Any, **options: Any) -> None:
            original(self, *arguments, **options)
            if current_request.get() is not None:
                tracker.add(f"process {self.pid}", _WHY, _is_running(self))

        return start

    with ExitStack() as undo:
        undo.enter_context(replaced(Popen, "__init__", starting))
        undo.enter_context(replaced(BaseProcess, "start", starting))
        yield


def _is_running(process: Any) -> Callable[[], bool]:
    """Return a function that tells whether a child runs, without taking its exit code from its parent."""
    pid, reference = process.pid, weakref.ref(process)

    def is_running() -> bool:
        known = reference()
        if known is not None and getattr(known, "returncode", None) is not None:
            return False
        try:
            return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
        except ChildProcessError:
            return False

    return is_running
