"""Slow requests: who left, and whose deadline passed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import pytest

from lissome.isolation import request_watchdog as module
from lissome.isolation.request_watchdog import Incoming, Watch, Watchman
from support.waiting import PATIENCE, become

Message = MutableMapping[str, Any]
PART: Message = {"type": "http.request", "body": b"part", "more_body": True}
END: Message = {"type": "http.request", "body": b"", "more_body": False}
GONE: Message = {"type": "http.disconnect"}


class Connection:
    """A server's `receive`: what it was given, then it waits."""

    def __init__(self, *messages: Message) -> None:
        self.queue: asyncio.Queue[Message | Exception] = asyncio.Queue()
        self.reads = 0
        for message in messages:
            self.queue.put_nowait(message)

    async def __call__(self) -> Message:
        self.reads += 1
        message = await self.queue.get()
        if isinstance(message, Exception):
            raise message
        return message


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_listening_beside_a_reader() -> None:
    left: list[bool] = []
    connection = Connection(PART, PART, END)
    incoming = Incoming(connection)
    assert await incoming() == PART
    incoming.listen(lambda: left.append(True))
    await settle()
    assert connection.reads == 2  # one part ahead, no more
    assert [await incoming(), await incoming()] == [PART, END]
    assert not left
    connection.queue.put_nowait(GONE)
    await settle()
    assert left == [True]
    assert incoming.gone
    assert [await incoming(), await incoming()] == [GONE, GONE]


async def test_a_reader_is_not_overtaken() -> None:
    left: list[bool] = []
    connection = Connection()
    incoming = Incoming(connection)
    reader = asyncio.create_task(incoming())
    await settle()
    incoming.listen(lambda: left.append(True))
    await settle()
    assert connection.reads == 1
    connection.queue.put_nowait(END)
    assert await reader == END
    await settle()
    assert connection.reads == 2
    connection.queue.put_nowait(GONE)
    await settle()
    assert left == [True]
    await incoming.stop()


async def test_a_reader_meets_the_end() -> None:
    left: list[bool] = []
    connection = Connection()
    incoming = Incoming(connection)
    reader = asyncio.create_task(incoming())
    await settle()
    incoming.listen(lambda: left.append(True))
    connection.queue.put_nowait(GONE)
    assert await reader == GONE
    assert left == [True]


async def test_a_refused_body_is_the_readers_problem() -> None:
    connection = Connection()
    incoming = Incoming(connection)
    incoming.listen(lambda: None)
    connection.queue.put_nowait(ValueError("too large"))
    await settle()
    with pytest.raises(ValueError, match="too large"):
        await incoming()


async def test_stopping() -> None:
    left: list[bool] = []
    connection = Connection()
    incoming = Incoming(connection)
    incoming.listen(lambda: left.append(True))
    await settle()
    await incoming.stop()
    connection.queue.put_nowait(GONE)
    await settle()
    assert not left


class Request:
    """As much of a request as a watch needs."""

    def __init__(self, deadline: float | None = None) -> None:
        self.deadline = deadline
        self.is_waiting = True
        self.is_sheltered = False
        self.watched = 0

    def begin_watch(self) -> None:
        self.watched += 1


class Run:
    """A task under a watch."""

    def __init__(self, request: Request, work: Callable[[], Awaitable[Any]]) -> None:
        self.connection = Connection()
        self.overdue: list[float] = []

        async def run() -> Any:
            return await work()

        self.task = asyncio.create_task(run())
        self.watch = Watch(request, self.task, Incoming(self.connection), self.overdue.append)


async def test_the_client_leaves() -> None:
    run = Run(Request(), lambda: asyncio.sleep(100))
    run.connection.queue.put_nowait(GONE)
    await asyncio.wait((run.task,), timeout=PATIENCE)
    assert run.task.cancelled()
    assert run.watch.struck == "gone"
    assert run.watch.gone
    await run.watch.stop()


async def test_shelter() -> None:
    request = Request()
    request.is_sheltered = True
    run = Run(request, lambda: asyncio.sleep(100))
    run.connection.queue.put_nowait(GONE)
    await settle()
    assert run.watch.gone
    assert run.watch.struck is None
    request.is_sheltered = False
    run.watch.client_left()
    await asyncio.wait((run.task,), timeout=PATIENCE)
    assert run.task.cancelled()
    await run.watch.stop()


async def test_the_deadline_can_be_caught_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "GRACE", 0.05)
    caught: list[bool] = []

    async def work() -> None:
        for _ in range(2):
            try:
                await asyncio.sleep(100)
            except asyncio.CancelledError:
                caught.append(run.watch.catch_overdue())
        await asyncio.sleep(100)

    run = Run(Request(0.1), work)
    assert await become(lambda: len(caught) == 2)
    assert caught == [True, False]
    assert run.overdue == [0.1]
    run.task.cancel()
    await run.watch.stop()


async def test_no_deadline_once_it_is_answered() -> None:
    request = Request(0.1)
    run = Run(request, lambda: asyncio.sleep(0.2))
    request.is_waiting = False
    await run.task
    assert run.watch.struck is None
    await run.watch.stop()


async def test_a_longer_deadline_may_come_late(monkeypatch: pytest.MonkeyPatch) -> None:
    """The route, and with it the deadline, is known only after `reroute` has run."""
    monkeypatch.setattr(module, "_LOOK", 0.02)
    request = Request(30)
    known = asyncio.Event()
    run = Run(request, known.wait)
    await asyncio.sleep(0)
    request.deadline = None
    run.watch._spent += 60  # much later
    last = run.watch._timer
    assert await become(lambda: run.watch._timer is not last)
    assert run.watch.struck is None
    known.set()
    await run.task
    assert run.watch.struck is None
    await run.watch.stop()


async def test_somebody_else_cancels_too() -> None:
    async def work() -> bool:
        try:
            await asyncio.sleep(100)
        except asyncio.CancelledError:
            return run.watch.absorb()
        return False

    run = Run(Request(), work)
    await asyncio.sleep(0)
    run.task.cancel()
    run.connection.queue.put_nowait(GONE)
    assert await run.task is False
    await run.watch.stop()


async def test_the_watchman_leaves_quick_requests_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ROUND", 0.02)
    watchman = Watchman(lambda: None)
    quick, slow = Request(), Request()
    watchman.begin(quick)
    watchman.begin(slow)
    watchman.end(quick)
    assert await become(lambda: slow.watched)
    watchman.end(slow)
    assert await become(lambda: watchman._timer is None)  # nobody is under way: it rests
    assert (quick.watched, slow.watched) == (0, 1)
    watchman.begin(Request())
    watchman.stop()


def flooded(monkeypatch: pytest.MonkeyPatch, ebbs: list[bool]) -> tuple[Watchman, list[Request]]:
    """Ten slow requests, which are a flood here. Rounds come when the test calls for them."""
    monkeypatch.setattr(module, "ROUND", 3600)
    monkeypatch.setattr(module, "FLOOD", 10)
    watchman = Watchman(lambda: ebbs.append(True))
    requests = [Request() for _ in range(10)]
    for request in requests:
        watchman.begin(request)
    watchman._round()
    watchman._round()
    assert all(request.watched for request in requests)
    return watchman, requests


async def test_a_flood_has_run_off_when_few_are_left_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    ebbs: list[bool] = []
    watchman, requests = flooded(monkeypatch, ebbs)
    for request in requests[:7]:
        watchman.end(request)
    for _ in range(100):
        watchman._round()
    assert not ebbs  # three of ten are still there
    watchman.end(requests[7])
    for _ in range(module._CALM - 1):
        watchman._round()
    assert not ebbs
    assert watchman._timer is not None
    watchman._round()
    assert ebbs == [True]
    assert watchman._timer is None


async def test_a_flood_that_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    ebbs: list[bool] = []
    watchman, requests = flooded(monkeypatch, ebbs)
    for request in requests:
        watchman.end(request)
    watchman._round()
    for request in requests:
        watchman.begin(request)
    for _ in range(module._CALM):
        watchman._round()
    assert not ebbs
    watchman.stop()


async def test_few_are_no_flood(monkeypatch: pytest.MonkeyPatch) -> None:
    ebbs: list[bool] = []
    watchman, requests = flooded(monkeypatch, ebbs)
    monkeypatch.setattr(module, "FLOOD", 11)
    for request in requests:
        watchman.end(request)
    for _ in range(module._CALM + 1):
        watchman._round()
    assert not ebbs
    watchman.stop()
