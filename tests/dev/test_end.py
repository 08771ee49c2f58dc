"""However `lissome dev` ends, nothing of it stays behind."""

from __future__ import annotations

import contextlib
import signal
import sys
import time
from typing import TYPE_CHECKING

import psutil
import pytest

from support.ports import free_port
from support.processes import STOP_SECONDS, Process, still_alive

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Serve
    from support.apps import Apps

pytestmark = pytest.mark.node


@pytest.fixture(scope="module")
def root(apps: Apps) -> Path:
    return apps.copy("basics", to="dev-end")


# SIGINT is also what ends the app that most tests of dev share
@pytest.mark.parametrize("sig", [pytest.param(signal.SIGINT, marks=pytest.mark.long), signal.SIGKILL])
def test_vite_ends_with_python(root: Path, serve: Serve, sig: signal.Signals) -> None:
    with serve(root, command="dev") as server:
        leader = psutil.Process(server.process.pid)
        vite = leader.children(recursive=True)
        assert any("vite" in _command_line(process) for process in vite)
        leader.send_signal(sig)
        assert still_alive(vite) == []
        server.process.popen.wait(STOP_SECONDS)
        assert server.process.popen.returncode == (-signal.SIGKILL if sig == signal.SIGKILL else 0)


def test_stop_while_vite_starts(root: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "lissome", "dev", str(root), "--port", str(free_port())]
    process = Process.start(command, log_file=tmp_path / "dev.log")
    try:
        vite = _vite_of(process.pid)
        process.popen.send_signal(signal.SIGINT)  # Python alone: Vite is Python's to end
        assert process.popen.wait(STOP_SECONDS) in {0, 1, -signal.SIGINT}
        assert still_alive([vite]) == []
    finally:
        process.kill()


def _vite_of(pid: int) -> psutil.Process:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for child in psutil.Process(pid).children():
            if "vite.js" in _command_line(child):
                return child
        time.sleep(0.02)
    raise AssertionError("Vite was not started")


def _command_line(process: psutil.Process) -> str:
    """Empty for a process that ended while we looked, as the short-lived ones before Vite may."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return " ".join(process.cmdline())
    return ""
