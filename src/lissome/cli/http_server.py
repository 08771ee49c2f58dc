"""Runs granian for `lissome serve`: one supervising process, and workers that it restarts when they die."""

from __future__ import annotations

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

from granian.constants import HTTPModes, Interfaces, Loops
from granian.log import LogLevels

from lissome.bind_address import url_of
from lissome.cli import memory
from lissome.console import err, print_error
from lissome.errors import LissomeError
from lissome.private_apis.granian import Supervisor, stop_worker_at_first_signal

if TYPE_CHECKING:
    from lissome.app import App

BACKLOG: Final = 4096
"""Connections that the operating system queues until a worker accepts them."""
MOST_FILES: Final = 65_536


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """The options of `lissome serve`.

    Attributes:
        root: the app's folder.
        host: the address as the user wrote it, for messages.
        address: the IP address of `host`.
        grace: seconds that requests get to finish when the server stops.
        verbose: True to print granian's own messages too.
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


def run(settings: ServeOptions) -> None:
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
        backpressure=max_connections(),
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
        # Ctrl-C in a terminal reaches the workers too, and granian takes their end for a failure.
        if not server.interrupt_signal:
            raise


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


def _load(root: Path) -> App:
    """Boot the app; runs in each worker."""
    # A forked worker has the supervisor's handlers until granian sets its own, after this function. They
    # would swallow a signal that arrives while the app boots, and the server would wait for its effect in
    # vain.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    stop_worker_at_first_signal()
    try:
        from lissome.app import create_app

        app = create_app(root)
    except LissomeError as failure:
        print_error(str(failure))
    except Exception:  # noqa: BLE001 - an error in the app's own code: its traceback is what helps
        traceback.print_exc()
        print_error(f"the app in {root} does not start; the traceback above says why.")
    else:
        app.on_started = memory.freeze_gc
        app.on_load_drop = memory.release_memory
        return app
    sys.exit(1)


def _announce(server: Supervisor, settings: ServeOptions, started: float) -> None:
    """Print the address when the first worker accepts connections, and restart workers from then on.

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
