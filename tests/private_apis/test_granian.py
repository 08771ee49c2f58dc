"""granian's private parts are those that `lissome.private_apis.granian` names."""

from __future__ import annotations

import asyncio
import inspect
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import granian._signals
import granian.server.mp
import pytest
import uvloop
from granian._granian import WorkerSignal
from granian.server.mp import MPServer, WorkerProcess

from lissome.private_apis.granian import (
    HELD_BACK,
    WorkerFactory,
    call_around_serving,
    set_loop_signals,
    stop_worker_at_first_signal,
)
from support.waiting import become

CHANGED = "granian has changed; adapt lissome.private_apis.granian"


def test_the_version_is_the_one_that_was_tested() -> None:
    assert version("granian") == "2.8.9", "test the private parts of the new version, then name it here"


def test_workers_import_the_signal_handlers_when_they_start() -> None:
    source = inspect.getsource(inspect.unwrap(MPServer._spawn_asgi_lifespan_worker))
    assert "from granian._signals import set_loop_signals" in source, CHANGED
    assert "shutdown_event = set_loop_signals(loop)" in source, CHANGED


def test_a_worker_is_made_with_the_parts_that_are_replaced() -> None:
    assert {"idx", "target", "callback_loader"} <= set(
        inspect.signature(MPServer._spawn_worker).parameters
    ), CHANGED
    assert "((self._ssp, self._shd), self._sso)" in inspect.getsource(MPServer._spawn_worker), CHANGED
    assert "self.inner = " in inspect.getsource(WorkerProcess._spawn), CHANGED
    source = inspect.getsource(inspect.unwrap(MPServer._spawn_asgi_lifespan_worker))
    assert "worker = ASGIWorker(" in source, CHANGED
    assert "serve(scheduler, loop, shutdown_event)" in source, CHANGED
    assert source.index("lifespan_handler.startup()") < source.index("serve(scheduler"), CHANGED


async def _application(_scope: Any, receive: Callable[[], Any], send: Callable[[Any], Any]) -> None:
    """Start, and stop."""
    for step in ("startup", "shutdown"):
        await receive()
        await send({"type": f"lifespan.{step}.complete"})


def _load(folder: Path) -> Any:
    """Boot in the worker, and say so in files."""
    stop_worker_at_first_signal(lambda number: float((folder / f"signal-{number}").write_text("")))
    call_around_serving((folder / "prepares").touch, (folder / "serves").touch)
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    (folder / "blocked").write_text(str(len(blocked & set(HELD_BACK))))
    return _application


async def test_a_worker_process_serves_and_stops(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        factory = WorkerFactory("lissome", backlog=128)
        process = factory.start(0, listener, lambda: _load(tmp_path))
        assert await become((tmp_path / "serves").exists)
        assert (tmp_path / "blocked").read_text() == "0"
        assert not signal.pthread_sigmask(signal.SIG_BLOCK, ()) & set(HELD_BACK)
        process.terminate()
        assert await become(lambda: process.exitcode is not None)
        assert (tmp_path / f"signal-{signal.SIGTERM:d}").exists()
        assert process.exitcode == 0
        assert listener.getsockname()  # still open here


def test_the_signal_handlers_are_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    before = granian._signals.set_loop_signals
    monkeypatch.setattr(granian._signals, "set_loop_signals", before)
    stop_worker_at_first_signal(lambda _number: 0.0)
    assert granian._signals.set_loop_signals is not before


@pytest.fixture
def own_handlers() -> Iterator[None]:
    """Signal handlers that a test may change."""
    before = [(number, signal.getsignal(number)) for number in (signal.SIGINT, signal.SIGTERM)]
    yield
    for number, handler in before:
        signal.signal(number, handler)


@pytest.mark.parametrize(
    "make_loop", [uvloop.new_event_loop, asyncio.new_event_loop], ids=["uvloop", "asyncio"]
)
@pytest.mark.parametrize("runs", [True, False])
@pytest.mark.usefixtures("own_handlers")
def test_only_the_first_signal_stops_a_worker(
    monkeypatch: pytest.MonkeyPatch, make_loop: Callable[[], asyncio.AbstractEventLoop], runs: bool
) -> None:
    """Also one that comes while the loop does not run."""
    stopped = []

    class Signal:
        def set(self) -> None:
            stopped.append("stopped")

    def prepare(number: int) -> float:
        stopped.append(signal.Signals(number).name)
        return 0.0

    def kill() -> None:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGTERM):
            os.kill(os.getpid(), number)

    async def work() -> None:
        if runs:
            threading.Timer(0.05, kill).start()  # while it waits
        assert await become(lambda: "stopped" in stopped)

    assert callable(WorkerSignal().set), CHANGED
    monkeypatch.setattr("lissome.private_apis.granian.WorkerSignal", Signal)
    loop = make_loop()
    set_loop_signals(loop, prepare)
    if not runs:
        kill()
    loop.run_until_complete(work())
    loop.close()
    assert stopped in (["SIGTERM", "stopped"], ["SIGINT", "stopped"])


def test_a_worker_says_when_it_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []

    class Worker:
        def __init__(self, number: int) -> None:
            steps.append(f"made {number}")

        def serve_mtr(self, _scheduler: object) -> None:
            steps.append("serves")

    monkeypatch.setattr(granian.server.mp, "ASGIWorker", Worker)
    call_around_serving(lambda: steps.append("prepares"), lambda: steps.append("said so"))
    worker: Any = vars(granian.server.mp)["ASGIWorker"](1)
    worker.serve_mtr(None)
    assert steps == ["made 1", "prepares", "serves", "said so"]
