"""A worker process of `lissome serve`: it boots the app, shows that it lives, and ends with its
supervisor.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import sys
import threading
import time
import traceback
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from lissome.cli import memory
from lissome.cli.idle_connections import close_silent
from lissome.cli.listeners import listen
from lissome.cli.parent_process import end_with_parent
from lissome.cli.stop_accepting import stop_accepting
from lissome.cli.worker_board import BoardEntry, open_shared
from lissome.console import print_error
from lissome.errors import FAILURES, LissomeError
from lissome.private_apis.fatal_signals import park_v8_after_fatal_errors
from lissome.private_apis.granian import call_around_serving, stop_worker_at_first_signal
from lissome.server.refused_routes import RefusedRoutes

if TYPE_CHECKING:
    from lissome.app import App

BEAT_SECONDS: Final = 0.5
SWEEP_SECONDS: Final = 10.0

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class WorkerStart:
    """All that a new worker needs to know; picklable.

    Attributes:
        root: the app's folder.
        entry: the file of the worker's `BoardEntry`.
        shared: the file of the region that all workers share.
        supervisor: the supervisor's process id.
        listener: the file descriptor of the worker's socket.
        sockets: all sockets of the server; bound, and perhaps not listening yet.
        grace: seconds that requests get to finish when the worker stops.
        drain: seconds between the moment in which it accepts no more and that in which it closes idle
            connections: one that has just been accepted brings its request in this time.
    """

    root: Path
    entry: Path
    shared: Path
    supervisor: int
    listener: int
    sockets: tuple[socket.socket, ...]
    grace: int
    drain: float

    def delete_board(self) -> None:
        """Delete the files of a supervisor that was killed."""
        shutil.rmtree(self.entry.parent, ignore_errors=True)


def load(start: WorkerStart) -> DrainingApp:
    """Boot the app; runs in each worker."""
    end_with_parent(start.supervisor, start.grace, start.delete_board)
    park_v8_after_fatal_errors()
    with memory.gc_at_the_end():
        app = _boot(start.root)
    app.runtime.refused_routes = RefusedRoutes(open_shared(start.shared))
    entry = BoardEntry(start.entry)
    app.on_started = lambda: _started(entry)
    app.on_load_drop = memory.release_memory
    app.on_engine_lost = entry.ask_for_replacement
    draining = DrainingApp(app)
    stop_worker_at_first_signal(lambda number: _prepare_to_stop(number, start, draining, entry))
    call_around_serving(lambda: _listen(start.sockets), lambda: _serves(entry, start.listener))
    return draining


def _boot(root: Path) -> App:
    try:
        from lissome.app import create_app
        from lissome.server.console_log import show_console

        show_console()
        return create_app(root)
    except LissomeError as failure:
        print_error(str(failure))
    except FAILURES:  # an error in the app's own code: its traceback is what helps
        traceback.print_exc()
        print_error(f"the app in {root} does not start; the traceback above says why.")
    sys.exit(1)


class DrainingApp:
    """The app. When the worker is about to stop, each response also ends its connection.

    A client that keeps a connection then opens a new one, to another worker. Otherwise its next request may
    be on its way when this worker closes the idle connection, and fail.
    """

    def __init__(self, app: App) -> None:
        self.app = app
        self.is_draining = False

    def __call__(self, scope: Message, receive: Receive, send: Send) -> Awaitable[None]:
        if self.is_draining and scope["type"] == "http" and scope["http_version"].startswith("1"):
            return self.app(scope, receive, _closing(send))
        return self.app(scope, receive, send)


def _closing(send: Send) -> Send:
    async def send_and_close(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), (b"connection", b"close")]
        await send(message)

    return send_and_close


def _started(entry: BoardEntry) -> None:
    memory.freeze_gc()
    _beat(asyncio.get_running_loop(), entry)


def _beat(loop: asyncio.AbstractEventLoop, entry: BoardEntry) -> None:
    entry.beat()
    loop.call_later(BEAT_SECONDS, _beat, loop, entry)


def _listen(sockets: tuple[socket.socket, ...]) -> None:
    try:
        listen(sockets)
    except OSError as failure:  # since this server has looked, another one has begun to listen
        print_error(f"cannot listen: {failure.strerror}")
        sys.exit(1)


def _serves(entry: BoardEntry, listener: int) -> None:
    entry.report_serving()
    threading.Thread(target=_sweep, args=(listener,), name="idle connections", daemon=True).start()


def _sweep(listener: int) -> None:
    """Close connections that bring no request; granian waits for the first byte for ever."""
    with socket.socket(fileno=os.dup(listener)) as own:
        if own.family == socket.AF_UNIX:
            return
        address = own.getsockname()
    while True:
        time.sleep(SWEEP_SECONDS)
        close_silent(port=address[1])


def _prepare_to_stop(number: int, start: WorkerStart, app: DrainingApp, entry: BoardEntry) -> float:
    app.is_draining = True
    if os.getppid() != start.supervisor:  # it was killed
        start.delete_board()
    if number == signal.SIGINT:  # Ctrl-C: the whole server stops
        return 0.0
    stop_accepting(start.listener)
    entry.report_leaving()
    return start.drain
