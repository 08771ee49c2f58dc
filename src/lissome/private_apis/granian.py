"""granian's worker processes: their start, their signal handlers, and the moment from which they serve.

Uses `MPServer._spawn_worker` and its attributes `_ssp`, `_shd`, `_sso`;
`MPServer._spawn_asgi_lifespan_worker` and the names `ASGIWorker` and `WORKERS_METHODS` of
`granian.server.mp`; `WorkerProcess.inner`; `SocketHolder`; the module `granian._signals` and its function
`set_loop_signals`; and `granian._granian.WorkerSignal`. Tested with granian 2.8.9, which is pinned exactly.
If one of them changes, no worker starts, or a signal does not stop one.

granian's own supervisor is not used: it ends the server when two workers die within 5.5 seconds, and it waits
for one worker while others die. `lissome.cli.supervisor` does its work.
"""

from __future__ import annotations

import itertools
import signal
import socket
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import granian._signals
import granian.server.mp
from granian._granian import SocketHolder, WorkerSignal
from granian.constants import RuntimeModes
from granian.server.mp import MPServer

if TYPE_CHECKING:
    import asyncio
    from multiprocessing.process import BaseProcess

HELD_BACK: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD)
"""Signals that wait until a new process has handlers of its own; see `WorkerFactory.start`."""

Prepare = Callable[[int], float]
"""Told of the first signal that stops a worker; returns the seconds until the worker begins to stop."""


class WorkerFactory(MPServer):
    """Starts worker processes.

    Takes granian's settings. The processes are neither watched nor restarted.
    """

    def __init__(self, target: str, **settings: Any) -> None:
        super().__init__(target, runtime_mode=RuntimeModes.mt, **settings)
        self._ssp = None  # a worker makes no listening socket: it gets one

    def start(self, number: int, listener: socket.socket, load: Callable[[], Any]) -> BaseProcess:
        """Start a worker process.

        Args:
            number: the worker's number, from 0.
            listener: a listening socket, from which the worker accepts connections.
            load: called in the worker; returns the ASGI application. Must be picklable where processes are
                not forked.
        """
        listener.set_inheritable(True)
        self._sso = listener
        self._shd = _socket_holder(listener, self.backlog)
        worker = self._spawn_worker(idx=number, target=_run_worker, callback_loader=load)
        process: BaseProcess = worker.inner
        # A forked worker has the supervisor's handlers, which would swallow a signal that arrives before it
        # has its own. So signals wait; the worker inherits that, and ends it.
        signal.pthread_sigmask(signal.SIG_BLOCK, HELD_BACK)
        try:
            process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, HELD_BACK)
        return process


def _socket_holder(listener: socket.socket, backlog: int) -> Any:
    is_unix = listener.family == socket.AF_UNIX
    make: Any = SocketHolder
    if sys.platform.startswith(("linux", "freebsd")):
        return make(listener.fileno(), is_unix, backlog)
    return make(listener.fileno(), is_unix)


def _run_worker(*args: Any) -> None:
    """Run a worker, with the signal handlers of a new program."""
    signal.set_wakeup_fd(-1)  # the supervisor's
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # sent to the process group it means the supervisor
    signal.pthread_sigmask(signal.SIG_UNBLOCK, HELD_BACK)
    MPServer._spawn_asgi_lifespan_worker(*args)  # noqa: SLF001 - what this module is for


def call_around_serving(before: Callable[[], None], after: Callable[[], None]) -> None:
    """Call functions in this worker process before and after granian begins to accept connections."""
    module: Any = granian.server.mp
    make_worker = module.ASGIWorker
    module.ASGIWorker = lambda *args: _ReportingWorker(make_worker(*args), before, after)


class _ReportingWorker:
    """granian's worker, of which only the methods `serve_…` are used."""

    def __init__(self, worker: Any, before: Callable[[], None], after: Callable[[], None]) -> None:
        self._worker = worker
        self._before = before
        self._after = after

    def __getattr__(self, name: str) -> Callable[..., None]:
        serve: Callable[..., None] = getattr(self._worker, name)

        def serve_and_report(*args: Any) -> None:
            self._before()
            serve(*args)  # returns when a thread accepts connections
            self._after()

        return serve_and_report


def stop_worker_at_first_signal(prepare: Prepare) -> None:
    """Replace the signal handlers that granian will set in this worker process; see `set_loop_signals`."""
    granian._signals.set_loop_signals = lambda loop: set_loop_signals(loop, prepare)  # noqa: SLF001 - what this module is for


def set_loop_signals(loop: asyncio.AbstractEventLoop, prepare: Prepare) -> WorkerSignal:
    """Stop a worker at the first SIGINT or SIGTERM, after a preparation, and ignore later ones.

    Replaces granian 2.8's own function, in which a second signal that arrives before the worker serves waits
    for ever. Two signals are the rule: Ctrl-C goes to the whole process group, as does a service manager's
    SIGTERM, and then the supervisor sends its own.

    The handlers are Python's and not the loop's: uvloop loses a signal that comes while it does not run, as
    between the app's start and the beginning of service, unless another one follows later.
    """
    stop = WorkerSignal()
    count = itertools.count()

    def handle(number: int, _frame: object) -> None:
        if next(count) == 0:
            loop.call_soon_threadsafe(begin, number)

    def begin(number: int) -> None:
        loop.call_later(prepare(number), stop.set)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, handle)
    return stop
