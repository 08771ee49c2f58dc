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
from lissome.state_guard.resources.tracked_request import TrackedResource, Tracker, current_request

_WHY: Final = (
    "It was started for this request and still runs after the response. Nobody waits for it, and with every "
    "request there is one more.\n"
    "Wait for it (`await process.wait()`, or subprocess.run in asyncio.to_thread), and end it when the "
    "request ends: event.defer(process.kill). A helper for the whole app is started in `init` of "
    "src/hooks.server.py."
)


@contextmanager
def processes_watched(tracker: Tracker) -> Iterator[None]:
    """See the children that requests start."""
    with ExitStack() as undo:
        undo.enter_context(replaced(Popen, "__init__", lambda original: _opening(original, tracker)))
        undo.enter_context(replaced(BaseProcess, "start", lambda original: _starting(original, tracker)))
        yield


def _opening(original: Function, tracker: Tracker) -> Function:
    def init(self: Any, *arguments: Any, **options: Any) -> None:
        original(self, *arguments, **options)
        if current_request.get() is not None:
            _keep(tracker, self)

    return init


def _starting(original: Function, tracker: Tracker) -> Function:
    def start(self: Any) -> None:
        original(self)
        if current_request.get() is not None:
            _keep(tracker, self)

    return start


def _keep(tracker: Tracker, process: Any) -> None:
    made = tracker.made()
    if made is not None:
        tracker.keep(TrackedResource(f"process {process.pid}", _WHY, made, _runs(process)))


def _runs(process: Any) -> Callable[[], bool]:
    """Whether a child runs. It is only looked at: its exit code is for whoever waits for it."""
    pid, seen = process.pid, weakref.ref(process)

    def runs() -> bool:
        known = seen()
        if known is not None and getattr(known, "returncode", None) is not None:
            return False
        try:
            return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
        except ChildProcessError:
            return False

    return runs
