"""Child processes."""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from multiprocessing.process import BaseProcess
from subprocess import Popen
from typing import Any, Final

from lissome.state_guard.leftovers.patching import Function, replaced
from lissome.state_guard.leftovers.record import Census, Left, serving

_WHY: Final = (
    "It was started for this request and still runs after the response. Nobody waits for it, and with every "
    "request there is one more.\n"
    "Wait for it (`await process.wait()`, or subprocess.run in asyncio.to_thread), and end it when the "
    "request ends: event.defer(process.kill). A helper for the whole app is started in `init` of "
    "src/hooks.server.py."
)


@contextmanager
def processes_watched(census: Census) -> Iterator[None]:
    """See the children that requests start."""
    with ExitStack() as undo:
        undo.enter_context(replaced(Popen, "__init__", lambda original: _opening(original, census)))
        undo.enter_context(replaced(BaseProcess, "start", lambda original: _starting(original, census)))
        yield


def _opening(original: Function, census: Census) -> Function:
    def init(self: Any, *arguments: Any, **options: Any) -> None:
        original(self, *arguments, **options)
        if serving.get() is not None:
            _keep(census, self)

    return init


def _starting(original: Function, census: Census) -> Function:
    def start(self: Any) -> None:
        original(self)
        if serving.get() is not None:
            _keep(census, self)

    return start


def _keep(census: Census, process: Any) -> None:
    made = census.made()
    if made is not None:
        census.keep(Left(f"process {process.pid}", _WHY, made, _runs(process)))


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
