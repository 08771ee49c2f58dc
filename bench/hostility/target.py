"""The server under attack: of this checkout, of another one, or one that runs already."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from support import http
from support.apps import build, copy_sources, link_modules
from support.ports import free_port
from support.processes import Process

READY = 120.0
"""Seconds that a server has to start."""
GRACE = 2
"""Seconds that `lissome serve` gives to running requests when it ends: of attacks there are hundreds."""
STOP = 6.0
"""Seconds after the grace after which a server that was told to end is killed."""


@dataclass
class Target:
    """A server.

    Attributes:
        process: None if somebody else has started it.
        root: the id of its first process; None if unknown, and then memory and time are not looked at.
        log_file: None if somebody else reads it.
        hangs: set when it hangs: it is killed and not told to end.
        end: after it was stopped, what was wrong with that: too slow, or processes that were left.
    """

    port: int
    workers: int
    process: Process | None = None
    root: int | None = None
    hangs: bool = False
    end: list[str] = field(default_factory=list)

    def log(self) -> str:
        return self.process.log() if self.process else ""

    def is_alive(self) -> bool:
        return self.process is None or self.process.popen.poll() is None


def build_app(app: Path, checkout: Path | None, folder: Path) -> Path:
    """Build an app, with another checkout's lissome if one is given: then in `folder`, which is made anew.

    Raises:
        subprocess.CalledProcessError: the other checkout cannot build it.
    """
    if checkout is None:
        return build(app)
    shutil.rmtree(folder, ignore_errors=True)
    copy_sources(app, folder)
    link_modules(folder)
    subprocess.run([python_of(checkout), "-m", "lissome", "build", str(folder)], check=True)
    return folder


def python_of(checkout: Path | None) -> str:
    """The interpreter that imports the lissome of a checkout."""
    return sys.executable if checkout is None else str(checkout / ".venv" / "bin" / "python")


@contextlib.contextmanager
def serving(
    app: Path,
    *,
    python: str,
    workers: int,
    log_file: Path,
    env: dict[str, str] | None = None,
    grace: int = GRACE,
) -> Iterator[Target]:
    """Run `lissome serve` for a block, on a free port and, but for the grace, with its default settings.

    Raises:
        RuntimeError: it does not start.
    """
    port = free_port()
    command = [python, "-m", "lissome", "serve", str(app), "--port", str(port)]
    options = ["--host", "127.0.0.1", "--workers", str(workers), "--grace", str(grace), "--verbose"]
    process = Process.start([*command, *options], log_file=log_file, env=env)
    target = Target(port, workers, process, process.pid)
    try:
        _wait_until_ready(target)
        yield target
        if not target.hangs:
            target.end = stop(process, grace)
    finally:
        process.kill()


def _wait_until_ready(target: Target) -> None:
    deadline = time.monotonic() + READY
    while time.monotonic() < deadline and target.is_alive():
        with contextlib.suppress(httpx.TransportError):
            http.get(f"http://127.0.0.1:{target.port}/_app/version.json")
            return
        time.sleep(0.05)
    raise RuntimeError(f"the server does not start\n{target.log()}")


def stop(process: Process, grace: float) -> list[str]:
    """Send SIGTERM to the server's first process, as a service manager does; returns what was wrong."""
    if process.popen.poll() is not None:
        return [f"it had ended with {process.popen.returncode}", *_left(process)]
    os.kill(process.pid, signal.SIGTERM)
    try:
        process.popen.wait(grace + STOP)
    except subprocess.TimeoutExpired:
        return [f"still there {grace + STOP:g} s after SIGTERM"]
    return _left(process)


def _left(process: Process) -> list[str]:
    """Processes of the group that outlive its leader by more than a moment."""
    deadline = time.monotonic() + 3
    while (left := process.members()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return [f"{len(left)} processes left"] if left else []
