"""The end of a worker, as the thread that stops it sees it. `test_serve.py` has whole servers."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from lissome.cli.supervisor import Supervisor
from support.waiting import PATIENCE


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
