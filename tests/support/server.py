"""`lissome serve` and `lissome dev` as a test meets them: a process and an address."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx

from support import http
from support.ports import free_port
from support.processes import Process

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# A busy machine is no failure: neither a server that starts slowly, nor a page that takes more than a second.
READY_SECONDS = 280.0  # under the limit of a test, so that the log is seen; a busy machine is no failure
PATIENT = {"LISSOME_RENDER_TIMEOUT": "5"}


@dataclass
class Server:
    """A running server.

    Attributes:
        url: its origin, for example ``http://127.0.0.1:40123``, without a slash at the end.
        process: the process group behind it.
    """

    url: str
    process: Process

    def log(self) -> str:
        """Everything the server has printed so far."""
        return self.process.log()


@contextmanager
def running(
    app_dir: Path,
    *,
    log_file: Path,
    command: str = "serve",
    workers: int | None = None,
    options: tuple[str, ...] = (),
    env: dict[str, str] | None = None,
    port: int | None = None,
    probe: str = "/_app/version.json",
    python: tuple[str, ...] = (sys.executable,),
) -> Iterator[Server]:
    """Run `lissome serve` (or ``command``) until the block ends.

    Args:
        app_dir: the app, built already when ``command`` is ``serve``.
        log_file: where the output goes.
        command: ``serve`` or ``dev``.
        workers: ``--workers``.
        options: more command line options.
        env: more environment variables.
        port: by default one that is free.
        probe: the path asked for until the server answers; the default runs no code of the app.
        python: runs `-m lissome`; a debugger may stand in front of it.
    """
    port = port or free_port()
    argv = [
        *python,
        "-m",
        "lissome",
        command,
        str(app_dir),
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    if workers is not None:
        argv += ["--workers", str(workers)]
    process = Process.start([*argv, *options], log_file=log_file, env={**PATIENT, **(env or {})})
    try:
        server = Server(f"http://127.0.0.1:{port}", process)
        _wait_until_ready(server, probe)
        yield server
        process.stop()
    finally:
        process.kill()


def _wait_until_ready(server: Server, probe: str) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if server.process.popen.poll() is not None:
            raise AssertionError(f"the server ended before it was ready\n{server.log()}")
        try:
            http.get(server.url + probe)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"no answer from {server.url}{probe} within {READY_SECONDS:g} s\n{server.log()}")
