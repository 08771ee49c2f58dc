"""Slow requests: clients that disconnect, and timeouts."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from lissome.isolation import request_watchdog as module
from lissome.isolation.receive import BufferedReceive
from lissome.isolation.request_watchdog import RequestWatchdog
from support.connection import DISCONNECT, Connection, settle
from support.waiting import PATIENCE, become


class Request:
    """As much of a request as a watchdog needs."""

    def __init__(self, timeout: float | None = None) -> None:
        self.timeout = timeout
        self.is_responding = False
        self.is_shielded = False


class Run:
    """A task with a watchdog."""

    def __init__(self, request: Request, work: Callable[[], Awaitable[Any]]) -> None:
        self.connection = Connection()
        self.timed_out: list[float] = []

        async def run() -> Any:
            return await work()

        self.task = asyncio.create_task(run())
        self.watchdog = RequestWatchdog(
            request, self.task, BufferedReceive(self.connection), 0.05, self.timed_out.append
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
