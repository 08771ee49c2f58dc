"""`lissome serve` on sockets other than a port, and with workers that are started in other ways."""

from __future__ import annotations

import signal
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from support import http
from support.app_that_waits import make_app_that_waits
from support.newcomers import Newcomers
from support.ports import free_port
from support.processes import Process
from support.waiting import until

pytestmark = pytest.mark.node


@pytest.fixture(scope="module")
def app(built_app: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_app_that_waits(built_app("basics"), tmp_path_factory.mktemp("sockets"))


def reload_by_signal(process: Process) -> None:
    """What `lissome reload` does, for one of several servers of a folder."""
    process.popen.send_signal(signal.SIGHUP)
    until(lambda: "reload: done" in process.log())


def _ask_over_unix(path: Path) -> str:
    with httpx.Client(transport=httpx.HTTPTransport(uds=str(path))) as client:
        return client.get("http://localhost/api/json").text


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder for Unix sockets, whose paths may have some hundred characters only."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def test_a_unix_socket(app: Path, tmp_path: Path, short_folder: Path) -> None:
    path = short_folder / "http.sock"
    command = [sys.executable, "-m", "lissome", "serve", str(app), "--uds", str(path), "--uds-mode", "600"]
    process = Process.start(command, log_file=tmp_path / "log")
    try:
        until(lambda: f"unix:{path} serves basics" in process.log())
        assert path.stat().st_mode & 0o777 == 0o600
        before = _ask_over_unix(path)
        reload_by_signal(process)
        assert _ask_over_unix(path) != before
        assert process.stop() == 0
        assert not path.exists()
    finally:
        process.kill()


# Runs the command with a listening socket as systemd passes it.
ACTIVATED = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
os.execv(sys.executable, [sys.executable, "-m", "lissome", *sys.argv[2:]])
"""


def test_a_socket_of_the_service_manager(app: Path, tmp_path: Path) -> None:
    """It listens before the server runs, so the first request waits, and none is refused."""
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor() as threads:
        server = f"http://127.0.0.1:{listener.getsockname()[1]}"
        first = threads.submit(http.get, f"{server}/api/json")
        argv = [sys.executable, "-c", ACTIVATED, str(listener.fileno()), "serve", str(app), "--workers", "2"]
        process = Process.start(argv, log_file=tmp_path / "log", pass_fds=(listener.fileno(),))
        try:
            assert first.result().status_code == 200
            until(lambda: "the socket of the service manager serves basics" in process.log())
            assert process.stop() == 0
        finally:
            process.kill()


SPAWNED = """
import multiprocessing
from lissome.cli import main

if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    main()
"""


@pytest.mark.long
def test_workers_that_are_not_forked(app: Path, tmp_path: Path) -> None:
    """As on macOS, and from Python 3.14 on."""
    script = tmp_path / "main.py"
    script.write_text(SPAWNED)
    command = [sys.executable, str(script), "serve", str(app), "--workers", "1", "--port", str(free_port())]
    process = Process.start(command, log_file=tmp_path / "log")
    try:
        until(lambda: "serves basics" in process.log())
        newcomers = Newcomers(int(command[-1])).start(threads=2)
        reload_by_signal(process)
        newcomers.stop()
        assert newcomers.failures == {}
        assert process.stop(signal.SIGTERM) == 0
    finally:
        process.kill()
