"""granian's private parts are those that `lissome.private_apis.granian` names."""

from __future__ import annotations

import asyncio
import inspect
import os
import signal
import sys
import threading
from importlib.metadata import version
from typing import Any

import granian._signals
import pytest
from granian._granian import WorkerSignal
from granian.server.mp import MPServer, WorkerProcess

from lissome.private_apis.granian import Supervisor, set_loop_signals, stop_worker_at_first_signal
from support.waiting import PATIENCE

CHANGED = "granian has changed; adapt lissome.private_apis.granian"


def test_the_version_is_the_one_that_was_tested() -> None:
    assert version("granian") == "2.8.9", "test the private parts of the new version, then name it here"


def test_workers_import_the_signal_handlers_when_they_start() -> None:
    for spawn in (MPServer._spawn_asgi_worker, MPServer._spawn_asgi_lifespan_worker):
        source = inspect.getsource(inspect.unwrap(spawn))
        assert "from granian._signals import set_loop_signals" in source, CHANGED
        assert "shutdown_event = set_loop_signals(loop)" in source, CHANGED


def test_a_worker_is_watched_by_one_thread() -> None:
    assert callable(WorkerProcess._watcher), CHANGED
    assert "self._watch()" in inspect.getsource(WorkerProcess.start), CHANGED
    assert "idx" in inspect.signature(MPServer._spawn_worker).parameters, CHANGED


@pytest.mark.skipif(sys.platform == "win32", reason="there granian's own handlers stay")
def test_the_signal_handlers_are_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(granian._signals, "set_loop_signals", granian._signals.set_loop_signals)
    stop_worker_at_first_signal()
    assert granian._signals.set_loop_signals is set_loop_signals


@pytest.mark.skipif(sys.platform == "win32", reason="there granian's own handlers stay")
async def test_only_the_first_signal_stops_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    stopped = []

    class Signal:
        def set(self) -> None:
            stopped.append(True)

    assert callable(WorkerSignal().set), CHANGED
    monkeypatch.setattr("lissome.private_apis.granian.WorkerSignal", Signal)
    loop = asyncio.get_running_loop()
    set_loop_signals(loop)
    try:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGTERM):
            os.kill(os.getpid(), number)
            await asyncio.sleep(0.01)
        assert stopped == [True]
    finally:
        loop.remove_signal_handler(signal.SIGINT)
        loop.remove_signal_handler(signal.SIGTERM)


class Buried:
    """A process that has ended. Its watcher has been told by the operating system, and has not said so yet.

    For all others it is alive, because it has no exit code, and cannot be waited for.
    """

    pid = 0

    def __init__(self) -> None:
        self.has_said_so = threading.Event()
        self.kills = 0

    def start(self) -> None:
        pass

    def terminate(self) -> None:
        pass

    def kill(self) -> None:
        self.kills += 1

    def is_alive(self) -> bool:
        return not self.has_said_so.is_set()

    def join(self, timeout: float | None = None) -> None:
        if timeout is None:
            self.has_said_so.wait()


def make_supervisor(process: Buried, grace: float) -> Any:
    """A supervisor with one worker under way."""
    supervisor: Any = Supervisor("lissome", workers_kill_timeout=round(grace))
    supervisor._sso = None  # it shares no socket
    worker = supervisor._spawn_worker(idx=0, target=None, callback_loader=None)
    worker.inner = process
    worker.start()
    supervisor.wrks.append(worker)
    return supervisor


def test_a_worker_that_has_ended_is_not_killed(caplog: pytest.LogCaptureFixture) -> None:
    process = Buried()
    supervisor = make_supervisor(process, grace=PATIENCE)
    stopping = threading.Thread(target=supervisor._stop_workers)
    stopping.start()
    stopping.join(0.2)  # for a supervisor that does not wait; this one does, however long it takes
    process.has_said_so.set()
    stopping.join()
    assert process.kills == 0
    assert "refused" not in caplog.text


def test_a_worker_that_does_not_end_is_killed() -> None:
    process = Buried()
    process.kill = process.has_said_so.set  # type: ignore[method-assign]
    supervisor = make_supervisor(process, grace=1)
    (worker,) = supervisor.wrks
    supervisor._stop_workers()
    assert process.has_said_so.is_set()
    worker.join()
    assert not worker.is_alive()
