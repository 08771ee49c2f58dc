"""Starting a server on its core, and stopping all of it, whatever happens."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

START_SECONDS = 60
STOP_SECONDS = 8
HOST = "127.0.0.1"


class ServerError(Exception):
    """A server did not start, or its port is taken."""


@dataclass(frozen=True, slots=True)
class Server:
    """How one contender is started."""

    name: str
    command: tuple[str, ...]
    cwd: Path
    port: int
    env: Mapping[str, str]

    @property
    def url(self) -> str:
        """The address it answers at, without a slash at the end."""
        return f"http://{HOST}:{self.port}"

    @property
    def log(self) -> Path:
        """Where its output goes."""
        return self.cwd.parent / f"{self.name}.log"


@dataclass(frozen=True, slots=True)
class Running:
    """A contender that has answered its first request."""

    server: Server
    process: psutil.Process


@contextlib.contextmanager
def running(server: Server, core: int) -> Iterator[Running]:
    """Run a server on one core, in a process group of its own, for the length of a `with` block.

    Raises:
        ServerError: The port is taken, or the server ended or stayed silent instead of answering.
    """
    with starting(server, core) as child:
        _wait_until_it_answers(server, child)
        yield Running(server, psutil.Process(child.pid))


@contextlib.contextmanager
def starting(server: Server, core: int | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """Start a server without waiting for it, on one core or on all; it ends with the `with` block.

    Raises:
        ServerError: The port is taken.
    """
    _refuse_taken_port(server)
    pinned = () if core is None else ("taskset", "-c", str(core))
    with server.log.open("wb") as log:
        child = subprocess.Popen(
            [*pinned, *server.command],
            cwd=server.cwd,
            env=_environment(server),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield child
        finally:
            _stop(child)


def _environment(server: Server) -> dict[str, str]:
    """Leave out whatever could switch a server to another mode than its documented one."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return {**kept, **server.env}


def _refuse_taken_port(server: Server) -> None:
    with socket.socket() as probe:
        if probe.connect_ex((HOST, server.port)) == 0:
            raise ServerError(
                f"Port {server.port}, wanted for {server.name}, already has a server. "
                "Stop it, or choose others with --port."
            )


def _wait_until_it_answers(server: Server, child: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if child.poll() is not None:
            raise ServerError(f"{server.name} ended with {child.returncode} while starting:\n{tail(server)}")
        with contextlib.suppress(httpx.TransportError):
            httpx.get(server.url, timeout=5, trust_env=False)
            return
        time.sleep(0.05)
    raise ServerError(f"{server.name} did not answer within {START_SECONDS} s:\n{tail(server)}")


def tail(server: Server, lines: int = 20) -> str:
    """Return the end of what it printed."""
    text = server.log.read_text(errors="replace").splitlines()[-lines:]
    return "\n".join(f"  | {line}" for line in text) or "  (it printed nothing)"


def _stop(child: subprocess.Popen[bytes]) -> None:
    """Ask the whole group to end, then make it, at once if a second Ctrl-C comes meanwhile."""
    try:
        _signal_group(child, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(STOP_SECONDS)
    finally:
        # The leader may be gone while a worker lives on, so the group is always signalled once more.
        _signal_group(child, signal.SIGKILL)
        child.wait()


def _signal_group(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, number)
