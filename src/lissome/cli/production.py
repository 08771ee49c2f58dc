"""granian, set up for lissome: one supervising process, and workers that it starts again when they die."""

from __future__ import annotations

import asyncio
import itertools
import resource
import signal
import socket
import sys
import threading
import time
import traceback
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import granian._signals
from granian._granian import WorkerSignal
from granian.constants import HTTPModes, Interfaces, Loops
from granian.log import LogLevels

from lissome.bind_address import url_of
from lissome.cli import memory
from lissome.cli.supervisor import Supervisor
from lissome.console import complain, err
from lissome.errors import LissomeError

if TYPE_CHECKING:
    from lissome.app import App

BACKLOG: Final = 4096
"""Connections that the operating system keeps for the moment when a worker takes them."""
MOST_FILES: Final = 65_536


@dataclass(frozen=True, slots=True)
class Settings:
    """What `lissome serve` was asked for.

    Attributes:
        root: the app's folder.
        host: the address as the user wrote it, for messages.
        address: the IP address it means.
        grace: seconds that requests get to finish when the server stops.
        verbose: whether granian's own messages are printed too.
    """

    root: Path
    host: str
    address: str
    port: int
    workers: int
    access_log: bool
    ssl_certificate: Path | None
    ssl_key: Path | None
    grace: int
    verbose: bool

    @property
    def url(self) -> str:
        return url_of(self.host, self.port, tls=self.ssl_certificate is not None)


def run(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM; exits with 1 when a worker cannot start."""
    server = Supervisor(
        "lissome",
        address=settings.address,
        port=settings.port,
        interface=Interfaces.ASGI,
        http=HTTPModes.auto,
        loop=Loops.uvloop,
        workers=settings.workers,
        workers_kill_timeout=settings.grace,
        backlog=BACKLOG,
        backpressure=connections(),
        ssl_cert=settings.ssl_certificate,
        ssl_key=settings.ssl_key,
        log_access=settings.access_log,
        log_level=LogLevels.info if settings.verbose else LogLevels.warning,
        websockets=False,
    )
    announcer = threading.Thread(target=_announce, args=(server, settings, time.monotonic()), daemon=True)
    server.on_startup(announcer.start)
    try:
        server.serve(target_loader=partial(_load, settings.root), wrap_loader=False)
    except SystemExit:
        # Ctrl-C in a terminal reaches the workers too, and granian takes their ending for a failure.
        if not server.interrupt_signal:
            raise


def connections() -> int:
    """How many connections a worker takes at a time; raises the limit of open files for that.

    The next one waits until another has ended. Streams, such as server-sent events, do not end: with
    granian's 1024 as many of them would leave the server to nobody else. So it is what the operating system
    allows, less what the app itself may need to open.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    limit = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, limit), hard))
    except (OSError, ValueError):  # macOS says "unlimited" and means less
        limit = soft
    return max(limit, soft) * 3 // 4


def _load(root: Path) -> App:
    """Boot the app; runs in each worker."""
    # A forked worker has the supervisor's handlers until granian sets its own, after this function. They
    # would swallow a signal that comes while the app boots, and the server would wait for it in vain.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    granian._signals.set_loop_signals = _stop_once  # noqa: SLF001 - see there
    try:
        from lissome.app import create_app

        app = create_app(root)
    except LissomeError as failure:
        complain(str(failure))
    except Exception:  # noqa: BLE001 - an error in the app's own code: its traceback is what helps
        traceback.print_exc()
        complain(f"the app in {root} does not start; the traceback above says why.")
    else:
        app.when_started = memory.settle
        app.on_load_drop = memory.give_back
        return app
    sys.exit(1)


def _stop_once(loop: asyncio.AbstractEventLoop) -> WorkerSignal:
    """Stop at the first SIGINT or SIGTERM, and let no second one block.

    In place of granian 2.8's own `set_loop_signals`, in which a second signal that comes before the worker
    serves waits for ever. Two are the rule: Ctrl-C reaches the whole process group, and so does a service
    manager's SIGTERM; the supervisor then sends its own.
    """
    stop = WorkerSignal()
    first = itertools.count()

    def handle(_number: int, _frame: None) -> None:
        if next(first) == 0:
            stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, handle, number, None)
    return stop


def _announce(server: Supervisor, settings: Settings, started: float) -> None:
    """Say the address when the first worker accepts connections, and restart workers from then on.

    Not earlier: a worker that fails at its very first start would only fail again.
    """
    # Before all workers are forked this thread must take no lock, and an import takes one: a forked worker
    # would inherit it, held by a thread that it does not have, and wait for ever.
    while len(server.wrks) < settings.workers and not server.interrupt_signal:
        time.sleep(0.02)
    while not server.interrupt_signal and not server.interrupt_children:
        if _accepts(settings.address, settings.port):
            workers = "1 worker" if settings.workers == 1 else f"{settings.workers} workers"
            seconds = time.monotonic() - started
            err().print(
                f"[bold]{settings.url}[/] serves {settings.root.name} with {workers}, after {seconds:.1f} s"
            )
            server.respawn_failed_workers = True
            return
        time.sleep(0.02)


def _accepts(address: str, port: int) -> bool:
    try:
        with socket.create_connection((address, port), timeout=1):
            return True
    except OSError:
        return False
