"""granian's supervisor, its worker processes, and their signal handlers.

Uses `MPServer._spawn_worker`, `WorkerProcess._watch`, `_watcher` and `idx`, the module `granian._signals` and
its function `set_loop_signals`, and `granian._granian.WorkerSignal`. Tested with granian 2.8.9, which is
pinned exactly. If one of them changes, workers are not watched, or a signal does not stop a worker.
"""

from __future__ import annotations

import itertools
import signal
import threading
from typing import TYPE_CHECKING, Any

import granian._signals
from granian._granian import WorkerSignal
from granian.server.mp import MPServer, WorkerProcess

if TYPE_CHECKING:
    import asyncio


class Supervisor(MPServer):
    """Starts the workers, restarts those that die, and stops them."""

    def _spawn_worker(self, *args: Any, **kwargs: Any) -> WorkerProcess:
        worker = super()._spawn_worker(*args, **kwargs)
        worker.__class__ = _Worker  # granian has no setting for the class of its workers
        return worker


class _Worker(WorkerProcess):
    """A worker process that only one thread waits for.

    In granian 2.8 the thread that stops a worker waits for the process too, and the operating system reports
    the end of a process to one waiter only. When that is the watching thread, and it is slow to pass the end
    on, the other thread takes the worker for alive: it logs "Killing worker-1 after it refused to gracefully
    stop", and sends SIGKILL to a process id that may belong to another process by then. A delay of one
    millisecond is enough. After thousands of streams it was 2 to 10 ms, and most stops ended like that.
    """

    _watching: threading.Thread

    def _watch(self) -> None:
        self._watching = threading.Thread(target=self._watcher, name=f"watcher of worker-{self.idx + 1}")
        self._watching.start()

    def is_alive(self) -> bool:
        return self._watching.is_alive()

    def join(self, timeout: float | None = None) -> None:
        self._watching.join(timeout)


def stop_worker_at_first_signal() -> None:
    """Replace the signal handlers that granian will set in this worker process; see `set_loop_signals`."""
    granian._signals.set_loop_signals = set_loop_signals  # noqa: SLF001 - what this module is for


def set_loop_signals(loop: asyncio.AbstractEventLoop) -> WorkerSignal:
    """Stop a worker at the first SIGINT or SIGTERM, and ignore later ones.

    Replaces granian 2.8's own function, in which a second signal that arrives before the worker serves waits
    for ever. Two signals are the rule: Ctrl-C goes to the whole process group, as does a service manager's
    SIGTERM, and then the supervisor sends its own.
    """
    stop = WorkerSignal()
    count = itertools.count()

    def handle(_number: int, _frame: None) -> None:
        if next(count) == 0:
            stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, handle, number, None)
    return stop
