"""Slow requests: clients that disconnect, and timeouts."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from lissome.isolation import request_watchdog as module
from lissome.isolation.receive import BufferedReceive
from lissome.isolation.request_watchdog import RequestWatchdog, SlowRequestMonitor
from support.connection import DISCONNECT, Connection, settle
from support.waiting import PATIENCE, become


class Request:
    """As much of a request as a watchdog needs."""

    def __init__(self, timeout: float | None = None) -> None:
        self.timeout = timeout
        self.is_responding = False
        self.is_shielded = False
        self.watched = 0

    def start_watchdog(self) -> None:
        self.watched += 1


class Run:
    """A task with a watchdog."""

    def __init__(self, request: Request, work: Callable[[], Awaitable[Any]]) -> None:
        self.connection = Connection()
        self.timed_out: list[float] = []

        async def run() -> Any:
            return await work()

        self.task = asyncio.create_task(run())
        self.watchdog = RequestWatchdog(
            request, self.task, BufferedReceive(self.connection), self.timed_out.append
        )


async def test_the_client_disconnects() -> None:
    run = Run(Request(), lambda: asyncio.sleep(100))
    run.connection.queue.put_nowait(DISCONNECT)
    await asyncio.wait((run.task,), timeout=PATIENCE)
    assert run.task.cancelled()
    assert run.watchdog.cancel_reason == "disconnect"
    assert run.watchdog.is_disconnected
    await run.watchdog.stop()


async def test_shielded() -> None:
    request = Request()
    request.is_shielded = True
    run = Run(request, lambda: asyncio.sleep(100))
    run.connection.queue.put_nowait(DISCONNECT)
    await settle()
    assert run.watchdog.is_disconnected
    assert run.watchdog.cancel_reason is None
    request.is_shielded = False
    run.watchdog.client_disconnected()
    await asyncio.wait((run.task,), timeout=PATIENCE)
    assert run.task.cancelled()
    await run.watchdog.stop()


async def test_the_deadline_can_be_caught_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "GRACE", 0.05)
    caught: list[bool] = []

    async def work() -> None:
        for _ in range(2):
            try:
                await asyncio.sleep(100)
            except asyncio.CancelledError:
                caught.append(run.watchdog.take_timeout())
        await asyncio.sleep(100)

    run = Run(Request(0.1), work)
    assert await become(lambda: len(caught) == 2)
    assert caught == [True, False]
    assert run.timed_out == [0.1]
    run.task.cancel()
    await run.watchdog.stop()


async def test_no_deadline_once_it_is_answered() -> None:
    request = Request(0.1)
    run = Run(request, lambda: asyncio.sleep(0.2))
    request.is_responding = True
    await run.task
    assert run.watchdog.cancel_reason is None
    await run.watchdog.stop()


async def test_a_longer_deadline_may_come_late(monkeypatch: pytest.MonkeyPatch) -> None:
    """The route, and with it the timeout, is known only after `reroute` has run."""
    monkeypatch.setattr(module, "_CHECK_INTERVAL", 0.02)
    request = Request(30)
    known = asyncio.Event()
    run = Run(request, known.wait)
    await asyncio.sleep(0)
    request.timeout = None
    run.watchdog._spent += 60  # much later
    last = run.watchdog._timer
    assert await become(lambda: run.watchdog._timer is not last)
    assert run.watchdog.cancel_reason is None
    known.set()
    await run.task
    assert run.watchdog.cancel_reason is None
    await run.watchdog.stop()


async def test_somebody_else_cancels_too() -> None:
    async def work() -> bool:
        try:
            await asyncio.sleep(100)
        except asyncio.CancelledError:
            return run.watchdog.uncancel()
        return False

    run = Run(Request(), work)
    await asyncio.sleep(0)
    run.task.cancel()
    run.connection.queue.put_nowait(DISCONNECT)
    assert await run.task is False
    await run.watchdog.stop()


async def test_the_monitor_leaves_quick_requests_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ROUND", 0.02)
    monitor = SlowRequestMonitor(lambda: None)
    quick, slow = Request(), Request()
    monitor.add(quick)
    monitor.add(slow)
    monitor.discard(quick)
    assert await become(lambda: slow.watched)
    monitor.discard(slow)
    assert await become(lambda: monitor._timer is None)  # nobody is under way: it rests
    assert (quick.watched, slow.watched) == (0, 1)
    monitor.add(Request())
    monitor.stop()


def burst(monkeypatch: pytest.MonkeyPatch, drops: list[bool]) -> tuple[SlowRequestMonitor, list[Request]]:
    """Ten slow requests, which are a burst here. Rounds come when the test calls for them."""
    monkeypatch.setattr(module, "ROUND", 3600)
    monkeypatch.setattr(module, "BURST_THRESHOLD", 10)
    monitor = SlowRequestMonitor(lambda: drops.append(True))
    requests = [Request() for _ in range(10)]
    for request in requests:
        monitor.add(request)
    monitor._round()
    monitor._round()
    assert all(request.watched for request in requests)
    return monitor, requests


async def test_a_burst_is_over_when_few_are_left_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    drops: list[bool] = []
    monitor, requests = burst(monkeypatch, drops)
    for request in requests[:7]:
        monitor.discard(request)
    for _ in range(100):
        monitor._round()
    assert not drops  # three of ten are still there
    monitor.discard(requests[7])
    for _ in range(module._CALM_ROUNDS - 1):
        monitor._round()
    assert not drops
    assert monitor._timer is not None
    monitor._round()
    assert drops == [True]
    assert monitor._timer is None


async def test_a_burst_that_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    drops: list[bool] = []
    monitor, requests = burst(monkeypatch, drops)
    for request in requests:
        monitor.discard(request)
    monitor._round()
    for request in requests:
        monitor.add(request)
    for _ in range(module._CALM_ROUNDS):
        monitor._round()
    assert not drops
    monitor.stop()


async def test_few_are_not_a_burst(monkeypatch: pytest.MonkeyPatch) -> None:
    drops: list[bool] = []
    monitor, requests = burst(monkeypatch, drops)
    monkeypatch.setattr(module, "BURST_THRESHOLD", 11)
    for request in requests:
        monitor.discard(request)
    for _ in range(module._CALM_ROUNDS + 1):
        monitor._round()
    assert not drops
    monitor.stop()
