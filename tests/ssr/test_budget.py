"""The budget of CPU time, and the limit of wall time beside it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from lissome.errors import EngineLost, IsolateLost, RenderTimeout
from lissome.private_apis import mini_racer
from lissome.private_apis.mini_racer import Result
from lissome.ssr import Isolate, Limits
from lissome.ssr.stopwatch import Stopwatch
from ssr.bundle import isolate, program

HEAP = 64 << 20
tells_cpu = pytest.mark.skipif(
    not hasattr(time, "pthread_getcpuclockid"), reason="the system does not tell a thread's CPU time"
)


def render(name: str, **options: object) -> bytes:
    return b"r" + program(name, **options)


@dataclass
class Clocks:
    """Clocks that a test sets: of the wall, and of V8's thread."""

    wall: float = 1000.0
    cpu: float = 50.0

    def stopwatch(self, patience: float) -> Stopwatch:
        stopwatch = Stopwatch(patience, lambda: self.wall)
        stopwatch._cpu = lambda: self.cpu
        stopwatch._reads_cpu = True
        return stopwatch


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def without_v8_functions(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where mini-racer's library does not export them; there `Atomics.wait` can block V8's thread."""
    monkeypatch.setattr(mini_racer, "functions_of", lambda _library: None)


# -- in V8


@tells_cpu
@pytest.mark.usefixtures("without_v8_functions")
async def test_wall_time_does_not_count() -> None:
    """V8's thread stands still for longer than its budget, as it does on a busy machine."""
    engine = isolate(Limits(time=0.5, heap=HEAP, wall=240))
    assert await engine.call(render("block", ms=1000)) == b"k{}\0<title>t</title>\0timed-out"
    engine.close()


@tells_cpu
async def test_cpu_time_does() -> None:
    engine = isolate(Limits(time=0.25, heap=HEAP, wall=240))
    with pytest.raises(RenderTimeout, match=r"its budget of 0\.25 s; it used \d+\.\d\d s of CPU\. A comp"):
        await engine.call(render("loop"))
    assert await engine.call(render("echo", text="fine"))
    engine.close()


@pytest.mark.usefixtures("without_v8_functions")
async def test_a_render_that_gives_no_answer_is_stopped() -> None:
    engine = isolate(Limits(time=60, heap=HEAP, wall=0.25))
    with pytest.raises(
        RenderTimeout, match=r"gave no answer within 0\.25 s.*raise \[tool\.lissome\] render_w"
    ):
        await engine.call(render("block"))
    assert await engine.call(render("echo", text="fine"))
    assert not engine.broken
    engine.close()


@pytest.mark.usefixtures("without_v8_functions")
async def test_without_a_clock_for_cpu_time_wall_time_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(time, "pthread_getcpuclockid", raising=False)
    engine = isolate(Limits(time=0.25, heap=HEAP))
    with pytest.raises(RenderTimeout, match=r"after its budget of 0\.25 s\. A component"):
        await engine.call(render("block"))
    engine.close()


# -- on a busy machine: with clocks that the test sets


async def looks(engine: Isolate, times: int) -> None:
    """Have the watchdog look so many times, now."""
    for _ in range(times):
        timer = engine._watchdog
        assert timer is not None
        timer.cancel()
        engine._check()
        await asyncio.sleep(0)


async def test_a_call_that_has_waited_for_its_turn_has_a_budget_of_its_own(clocks: Clocks) -> None:
    engine = isolate(Limits(time=1, heap=HEAP))
    engine._stopwatch = clocks.stopwatch(10)
    finish, left = engine._finish, []

    def finish_late(call_id: int, result: Result) -> None:
        clocks.cpu += 0.9
        finish(call_id, result)
        left.append(engine._stopwatch.left)

    engine._finish = finish_late  # type: ignore[method-assign]
    await asyncio.gather(*(engine.call(render("echo", text="x")) for _ in range(3)))
    assert left[:2] == [1, 1]
    engine.close()


async def test_so_has_one_that_has_come_later(clocks: Clocks) -> None:
    engine = isolate(Limits(time=1, heap=HEAP))
    engine._stopwatch = clocks.stopwatch(10)
    for _ in range(2):
        call = asyncio.ensure_future(engine.call(render("echo", text="x")))
        await asyncio.sleep(0)
        assert engine._stopwatch.left == 1
        clocks.cpu += 0.9
        await call
    engine.close()


async def test_a_loop_is_not_stopped_while_its_thread_does_not_run(clocks: Clocks) -> None:
    engine = isolate(Limits(time=1, heap=HEAP, wall=100))
    engine._stopwatch = clocks.stopwatch(100)
    call = asyncio.ensure_future(engine.call(render("loop")))
    await asyncio.sleep(0)
    clocks.wall += 99
    clocks.cpu += 0.9
    await looks(engine, 5)
    assert engine._calls[engine._running[0]].stopped is None
    clocks.cpu += 0.2
    await looks(engine, 1)
    with pytest.raises(RenderTimeout, match=r"after its budget of 1 s; it used 1\.10 s of CPU\."):
        await call
    engine.close()


@pytest.fixture
async def deaf(clocks: Clocks, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Isolate]:
    """An isolate that does not stop its running call."""
    engine = isolate(Limits(time=1, heap=HEAP, wall=100))
    engine._stopwatch = clocks.stopwatch(100)
    monkeypatch.setattr(engine.context, "terminate", lambda _task: None)
    yield engine
    engine.close()


async def test_v8_is_not_given_up_while_its_thread_does_not_run(deaf: Isolate, clocks: Clocks) -> None:
    loop = asyncio.ensure_future(deaf.call(render("loop")))
    behind = asyncio.ensure_future(deaf.call(render("echo", text="x")))
    await asyncio.sleep(0)
    clocks.cpu += 1.5
    await looks(deaf, 1)
    assert deaf._head.stopped is not None
    clocks.wall += 99
    clocks.cpu += 0.4
    await looks(deaf, 5)
    assert not deaf.broken
    clocks.cpu += 0.2
    await looks(deaf, 1)
    with pytest.raises(IsolateLost, match=r"cannot stop the render.* after its budget of 1 s"):
        await loop
    with pytest.raises(EngineLost):
        await behind
    assert deaf.broken


async def test_but_not_for_ever(deaf: Isolate, clocks: Clocks) -> None:
    call = asyncio.ensure_future(deaf.call(render("loop")))
    await asyncio.sleep(0)
    for _ in range(2):
        assert not deaf.broken
        clocks.wall += 101
        await looks(deaf, 1)
    with pytest.raises(IsolateLost, match="gave no answer within 100 s"):
        await call


async def test_a_call_whose_answer_is_on_its_way_is_not_stopped(clocks: Clocks) -> None:
    """The loop of the server was busy for long; meanwhile V8 has gone on with the next calls."""
    engine = isolate(Limits(time=1, heap=HEAP))
    engine._stopwatch = clocks.stopwatch(10)
    call = asyncio.ensure_future(engine.call(render("echo", text="fine")))
    await asyncio.sleep(0)
    head = engine._calls[engine._running[0]]
    while not head.is_answered:
        time.sleep(0.001)  # noqa: ASYNC251 - the loop must not turn
    clocks.wall += 99
    clocks.cpu += 99
    assert engine._watchdog is not None
    engine._watchdog.cancel()
    engine._check()
    assert head.stopped is None
    assert (await call).endswith(b"fine")
    engine.close()


# -- by itself


def test_the_watchdog_need_not_look_before_the_budget_can_be_used_up(clocks: Clocks) -> None:
    stopwatch = clocks.stopwatch(10)
    stopwatch.start(1)
    clocks.wall += 4
    clocks.cpu += 0.25
    assert (stopwatch.wall, stopwatch.used, stopwatch.left) == (4, 0.25, 0.75)
    clocks.wall += 5.5
    assert stopwatch.left == 0.5
    stopwatch.start(1)
    assert (stopwatch.wall, stopwatch.used, stopwatch.left) == (0, 0, 1)


def test_which_limit_it_was(clocks: Clocks) -> None:
    stopwatch = clocks.stopwatch(10)
    stopwatch.start(1)
    clocks.wall += 20
    clocks.cpu += 0.25
    assert "gave no answer within 10 s; it used 0.25 s of CPU" in str(stopwatch.failure())
    clocks.cpu += 1
    assert "after its budget of 1 s; it used 1.25 s of CPU" in str(stopwatch.failure())


@pytest.mark.parametrize(
    ("budget", "wall", "expected"), [(1, None, 10), (0.1, None, 10), (20, None, 200), (2, 1, 1)]
)
def test_wall_time_is_much_more_than_the_budget(budget: float, wall: float | None, expected: float) -> None:
    assert Limits(time=budget, wall=wall).wall_timeout == expected


@tells_cpu
def test_it_counts_the_thread_that_it_follows() -> None:
    stopwatch = Stopwatch(60)
    stopwatch.follow_this_thread()
    before = time.thread_time()
    stopwatch.start(60)
    after = time.thread_time()
    while time.thread_time() < after + 0.05:
        pass
    assert 0.05 <= stopwatch.used <= time.thread_time() - before
