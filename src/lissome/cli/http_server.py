"""Runs `lissome serve`: one supervising process, and granian's workers."""

from __future__ import annotations

import contextlib
import os
import resource
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings, HTTP2Settings
from granian.log import LogLevels

from lissome.cli import worker
from lissome.cli.available_memory import available_memory
from lissome.cli.listeners import BACKLOG, Listeners
from lissome.cli.running_servers import RunningServer
from lissome.cli.slots import Worker
from lissome.cli.supervisor import Supervisor, SupervisorCallbacks, WorkerLimits
from lissome.cli.worker_board import WorkerBoard
from lissome.console import err, print_progress
from lissome.private_apis.granian import WorkerFactory
from lissome.settings import load_settings

MOST_FILES: Final = 65_536
HEAD_MILLISECONDS: Final = 30_000
"""The time for a request's head, and that between the requests of a connection."""
DRAIN_SECONDS: Final = 0.1
TLS_DRAIN_SECONDS: Final = 1.0
"""The handshake goes forth and back before the request comes."""
PING_SECONDS: Final = 60
"""An HTTP/2 connection that is silent for so long is asked whether somebody is there."""


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """The options of `lissome serve`.

    Attributes:
        root: the app's folder.
        url: the address, for messages.
        grace: seconds that requests get to finish when the server stops.
        heartbeat_timeout: seconds that a worker's event loop may stand still; 0 for any number.
        max_rss: megabytes that a worker may use, 0 for any number; None to replace the largest one when all
            together use most of the memory there is.
        verbose: True to print granian's own messages too.
    """

    root: Path
    url: str
    workers: int
    access_log: bool
    ssl_certificate: Path | None
    ssl_key: Path | None
    grace: int
    heartbeat_timeout: int
    max_rss: int | None
    verbose: bool


def run(settings: ServeOptions, listeners: Listeners) -> None:
    """Serve until SIGINT or SIGTERM; exits with 1 when a worker cannot start."""
    with _signals() as received:
        started = time.monotonic()
        board = WorkerBoard()
        server = RunningServer.register(settings.root, settings.url)
        supervisor = _make_supervisor(settings, listeners, board, server)
        try:
            _loop(supervisor, received, server, lambda: _announce(settings, time.monotonic() - started))
        except BaseException:
            supervisor.abandon()
            raise
        finally:
            server.remove()
            board.close()
            listeners.close()
    if supervisor.has_failed and not received.stops:
        sys.exit(1)


def _make_supervisor(
    settings: ServeOptions, listeners: Listeners, board: WorkerBoard, server: RunningServer
) -> Supervisor:
    factory = _make_factory(settings)

    def start(number: int) -> Worker:
        listener, entry = listeners.of(number), board.new_entry()
        order = worker.WorkerStart(
            root=settings.root,
            entry=entry.path,
            shared=board.shared_file,
            supervisor=os.getpid(),
            listener=listener.fileno(),
            sockets=listeners.sockets,
            grace=settings.grace,
            drain=DRAIN_SECONDS if settings.ssl_certificate is None else TLS_DRAIN_SECONDS,
        )
        process = factory.start(number, listener, partial(worker.load, order))
        return Worker(number, process, entry, time.monotonic())

    callbacks = SupervisorCallbacks(
        start, _log, listeners.steer, memory_of, partial(_write_result, server), time.monotonic
    )
    total = available_memory() * 9 // 10 if settings.max_rss is None else 0
    limits = WorkerLimits(settings.grace, settings.heartbeat_timeout, (settings.max_rss or 0) << 20, total)
    return Supervisor(settings.workers, limits, callbacks)


def _make_factory(settings: ServeOptions) -> WorkerFactory:
    return WorkerFactory(
        "lissome",
        interface=Interfaces.ASGI,
        http=HTTPModes.auto,
        loop=Loops.uvloop,
        workers=settings.workers,
        backlog=BACKLOG,
        backpressure=max_connections(),
        http1_settings=HTTP1Settings(header_read_timeout=HEAD_MILLISECONDS),
        http2_settings=HTTP2Settings(keep_alive_interval=PING_SECONDS * 1000),
        ssl_cert=settings.ssl_certificate,
        ssl_key=settings.ssl_key,
        log_access=settings.access_log,
        log_level=LogLevels.info if settings.verbose else LogLevels.warning,
        websockets=bool(load_settings(settings.root).mount),  # only mounted applications have any
    )


def max_connections() -> int:
    """Return how many connections a worker serves at a time, and raise the limit of open files to that end.

    A further connection waits until another has ended. Streams, such as server-sent events, do not end: with
    granian's default, 1024 of them would keep everybody else waiting. So the number is what the operating
    system allows, less what the app itself may need to open.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    limit = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, limit), hard))
    except (OSError, ValueError):  # macOS says "unlimited" and means less
        limit = soft
    return max(limit, soft) * 3 // 4


def memory_of(pid: int) -> int:
    """Return the resident memory of a process in bytes; 0 if it has ended."""
    try:
        pages = int(Path("/proc", str(pid), "statm").read_text().split()[1])
    except (FileNotFoundError, ProcessLookupError):
        if Path("/proc/self").exists():
            return 0
        said = subprocess.run(
            ["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=False
        )
        return int(said.stdout.strip() or 0) << 10
    return pages * os.sysconf("SC_PAGE_SIZE")


class ReceivedSignals:
    """The signals that have come.

    Attributes:
        stops: True after SIGINT or SIGTERM.
        reloads: True after a SIGHUP that has not been served yet.
    """

    def __init__(self, wakes: socket.socket) -> None:
        self.stops = False
        self.reloads = False
        self._wakes = wakes
        self._has_terminal = _has_terminal()

    def note(self, number: int, _frame: object) -> None:
        """Note a signal; its handler."""
        if number in (signal.SIGINT, signal.SIGTERM):
            self.stops = True
        elif number == signal.SIGHUP:
            if self._has_terminal and not _has_terminal():  # it was closed
                self.stops = True
            else:
                self.reloads = True

    def wait(self, seconds: float) -> None:
        """Wait for a signal, the end of a worker included."""
        ready, _, _ = select.select([self._wakes], [], [], seconds)
        if ready:
            self._wakes.recv(4096)


def _has_terminal() -> bool:
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True


@contextmanager
def _signals() -> Iterator[ReceivedSignals]:
    """Receive signals instead of being interrupted by them."""
    wakes, woken = socket.socketpair()
    with wakes, woken:
        wakes.setblocking(False)
        woken.setblocking(False)
        received = ReceivedSignals(wakes)
        signal.set_wakeup_fd(woken.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):
            signal.signal(number, received.note)
        try:
            yield received
        finally:
            signal.set_wakeup_fd(-1)


def _loop(
    supervisor: Supervisor, received: ReceivedSignals, server: RunningServer, announce: Callable[[], None]
) -> None:
    is_announced = False
    while not supervisor.is_over:
        if received.stops:
            supervisor.stop()
        if received.reloads:
            received.reloads = False
            server.record.reloads += 1
            server.record.is_reloading = True
            server.write()
            supervisor.reload()
        supervisor.turn()
        if supervisor.has_served and not is_announced:
            is_announced = True
            announce()
        received.wait(supervisor.pause())


def _log(line: str) -> None:
    with contextlib.suppress(OSError):  # nobody reads it any more
        print_progress(line)


def _write_result(server: RunningServer, error: str) -> None:
    server.record.is_reloading = False
    server.record.error = error
    server.write()


def _announce(settings: ServeOptions, seconds: float) -> None:
    workers = "1 worker" if settings.workers == 1 else f"{settings.workers} workers"
    err().print(f"[bold]{settings.url}[/] serves {settings.root.name} with {workers}, after {seconds:.1f} s")
