"""What is bound to a request ends in order, whatever goes wrong, and wakes nobody afterwards."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import pytest

from lissome.errors import RequestEnded
from lissome.isolation import resources as module
from lissome.isolation import tasks
from lissome.isolation.resources import RequestResources
from lissome.isolation.tasks import run_to_end
from support.waiting import PATIENCE, become


@pytest.fixture
def resources() -> RequestResources:
    return RequestResources("GET /users/7")


class Log(list[str]):
    """What happened, in order."""

    @asynccontextmanager
    async def resource(self, name: str) -> AsyncIterator[str]:
        self.append(f"open {name}")
        try:
            yield name
        except BaseException as failure:
            self.append(f"{name} saw {type(failure).__name__}")
            raise
        finally:
            self.append(f"close {name}")

    @contextmanager
    def plain(self, name: str) -> Iterator[str]:
        self.append(f"open {name}")
        yield name
        self.append(f"close {name}")


@pytest.fixture
def log() -> Log:
    return Log()


async def test_reverse_order(resources: RequestResources, log: Log) -> None:
    async def later(name: str) -> None:
        await asyncio.sleep(0)
        log.append(name)

    assert await resources.enter(log.resource("a")) == "a"
    resources.defer(log.append, "deferred")
    assert await resources.enter(log.plain("b")) == "b"
    resources.defer(later, "async")
    await resources.end(PATIENCE)
    assert log == ["open a", "open b", "async", "close b", "deferred", "close a"]


async def test_an_error_skips_nothing(
    resources: RequestResources, log: Log, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise RuntimeError("broken")

    async def cancelled() -> None:
        raise asyncio.CancelledError

    resources.defer(log.append, "first")
    resources.defer(broken)
    resources.defer(cancelled)
    resources.defer(log.append, "last")
    await resources.end(PATIENCE)
    assert log == ["last", "first"]
    assert [record.getMessage() for record in caplog.records] == [
        "GET /users/7: test_an_error_skips_nothing.<locals>.cancelled failed at the end of the request",
        "GET /users/7: test_an_error_skips_nothing.<locals>.broken failed at the end of the request",
    ]


async def test_leaving_sees_the_failure(
    resources: RequestResources, log: Log, caplog: pytest.LogCaptureFixture
) -> None:
    await resources.enter(log.resource("transaction"))
    resources.failure = KeyError("x")
    await resources.end(PATIENCE)
    assert log == ["open transaction", "transaction saw KeyError", "close transaction"]
    assert not caplog.records


async def test_a_clean_up_has_a_bound(
    resources: RequestResources, log: Log, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CLEANUP_SECONDS", 0.05)
    resources.defer(log.append, "first")
    resources.defer(asyncio.sleep, 10)
    await asyncio.wait_for(resources.end(PATIENCE), PATIENCE)
    assert log == ["first"]
    assert "sleep was stopped after 0.05 s" in caplog.text


async def test_clean_ups_may_add_clean_ups(resources: RequestResources, log: Log) -> None:
    resources.defer(lambda: resources.defer(log.append, "added"))
    await resources.end(PATIENCE)
    assert log == ["added"]


async def test_what_is_no_context_manager(resources: RequestResources) -> None:
    with pytest.raises(TypeError, match="takes a context manager, not dict"):
        await resources.enter({})  # type: ignore[arg-type]


@pytest.mark.filterwarnings("error")
async def test_too_late(resources: RequestResources) -> None:
    await resources.end(PATIENCE)
    with pytest.raises(RequestEnded, match=r"this request has ended \(GET /users/7\).*no `defer` any more"):
        resources.defer(print)
    with pytest.raises(RequestEnded, match="no `spawn`"):
        _ = resources.spawn(asyncio.sleep(1))
    with pytest.raises(RequestEnded, match="no `once`"):
        await resources.once("x", int)


async def test_entering_while_it_ends(resources: RequestResources, log: Log) -> None:
    @asynccontextmanager
    async def slow() -> AsyncIterator[None]:
        await asyncio.sleep(0.02)
        async with log.resource("slow"):
            yield

    entering = asyncio.create_task(resources.enter(slow()))
    await asyncio.sleep(0)
    await resources.end(PATIENCE)
    with pytest.raises(RequestEnded):
        await entering
    assert log == ["open slow", "close slow"]


async def test_children_end_before_resources(resources: RequestResources, log: Log) -> None:
    async def child() -> None:
        await asyncio.sleep(0.02)
        _ = resources.spawn(grandchild())
        log.append("child")

    async def grandchild() -> None:
        await asyncio.sleep(0.02)
        log.append("grandchild")

    await resources.enter(log.resource("db"))
    _ = resources.spawn(child())
    await resources.end(None)
    assert log == ["open db", "child", "grandchild", "close db"]


async def test_children_are_cancelled_at_the_deadline(
    resources: RequestResources, log: Log, caplog: pytest.LogCaptureFixture
) -> None:
    async def endless() -> None:
        async with log.resource("inner"):
            await asyncio.sleep(100)

    task = resources.spawn(endless())
    await asyncio.wait_for(resources.end(0.05), PATIENCE)
    assert task.cancelled()
    assert log == ["open inner", "inner saw CancelledError", "close inner"]
    assert "its time was up while it waited for" in caplog.text
    assert "endless" in caplog.text


async def test_a_child_that_will_not_end(
    resources: RequestResources, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "CANCEL_SECONDS", 0.05)
    released = asyncio.Event()

    async def stubborn() -> None:
        while not released.is_set():
            try:
                await released.wait()
            except asyncio.CancelledError:
                continue

    task = resources.spawn(stubborn())
    await asyncio.sleep(0)
    await asyncio.wait_for(resources.end(0), PATIENCE)
    assert "stubborn was cancelled, but goes on" in caplog.text
    released.set()
    await task


async def test_a_childs_error_is_logged(
    resources: RequestResources, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken() -> None:
        raise RuntimeError("no mail today")

    _ = resources.spawn(broken())
    await resources.end(PATIENCE)
    gc.collect()
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert record.getMessage().endswith("broken failed")
    assert "no mail today" in caplog.text


async def test_once(resources: RequestResources) -> None:
    made: list[int] = []

    async def make() -> int:
        made.append(1)
        await asyncio.sleep(0.01)
        return len(made)

    assert await asyncio.gather(*(resources.once("a", make) for _ in range(5))) == [1] * 5
    assert await resources.once("a", make) == 1
    assert await resources.once("b", lambda: "plain") == "plain"
    assert len(made) == 1


async def test_once_forgets_failures(resources: RequestResources) -> None:
    attempts: list[int] = []

    async def make() -> int:
        attempts.append(1)
        await asyncio.sleep(0.01)
        if len(attempts) == 1:
            raise RuntimeError("at first")
        return 7

    answers = await asyncio.gather(*(resources.once("a", make) for _ in range(3)), return_exceptions=True)
    assert [str(answer) for answer in answers] == ["at first"] * 3
    assert await resources.once("a", make) == 7
    assert len(attempts) == 2


async def test_a_caller_of_once_that_gives_up(resources: RequestResources) -> None:
    async def make() -> str:
        await asyncio.sleep(0.02)
        return "made"

    first = asyncio.create_task(resources.once("a", make))
    second = asyncio.create_task(resources.once("a", make))
    await asyncio.sleep(0)
    first.cancel()
    assert await second == "made"


async def test_once_inside_itself(resources: RequestResources) -> None:
    async def make() -> Any:
        return await resources.once("a", make)

    with pytest.raises(RuntimeError, match="asks for 'a' again while it is being made"):
        await asyncio.wait_for(resources.once("a", make), PATIENCE)


async def test_once_ends_with_the_request(resources: RequestResources, log: Log) -> None:
    async def make() -> None:
        async with log.resource("made"):
            await asyncio.sleep(100)

    caller = asyncio.create_task(resources.once("a", make))
    assert await become(lambda: log)
    caller.cancel()
    await asyncio.wait_for(resources.end(PATIENCE), PATIENCE)
    assert log[-1] == "close made"


async def test_finish_outlives_cancellation(log: Log) -> None:
    may_end = asyncio.Event()

    async def work() -> None:
        await may_end.wait()
        log.append("done")

    task = asyncio.create_task(run_to_end(work()))
    for _ in range(3):
        await asyncio.sleep(0.005)
        task.cancel()
    await asyncio.sleep(0.005)
    assert not task.done()
    may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert log == ["done"]
