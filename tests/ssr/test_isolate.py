"""One isolate: its calls, its budgets, and what is left of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from lissome.errors import EngineLost, RenderError, RenderOutOfMemory, RenderTimeout
from lissome.ssr import Isolate, Limits
from ssr.bundle import LIMITS, SOURCE, elapsed, isolate, megabytes, program, settle, threads


@pytest.fixture
async def engine() -> AsyncIterator[Isolate]:
    engine = isolate()
    yield engine
    engine.close()


def render(name: str, **options: object) -> bytes:
    return b"r" + program(name, **options)


@pytest.mark.parametrize("text", ["", "plain", "é 日 \U0001f600 \u2028", "x" * 1_000_000])
async def test_texts_cross_unchanged(engine: Isolate, text: str) -> None:
    answer = await engine.call(render("echo", text=text))
    assert answer.decode() == f"k{{}}\0<title>t</title>\0{text}"


async def test_calls_are_answered_in_order(engine: Isolate) -> None:
    answers = await asyncio.gather(*(engine.call(render("echo", text=str(n))) for n in range(200)))
    assert [int(answer.rpartition(b"\0")[2]) for answer in answers] == list(range(200))
    assert engine.pending == 0


async def test_what_the_bundle_throws(engine: Isolate) -> None:
    with pytest.raises(RenderError, match="TypeError: inside"):
        await engine.call(render("crash"))
    with pytest.raises(RenderError, match="the bundle returned no string"):
        await engine.call(render("number"))
    assert await engine.call(render("echo", text="fine"))


async def test_a_loop_is_stopped_at_its_budget(engine: Isolate) -> None:
    assert LIMITS.time <= await elapsed(engine.call(render("loop"))) < LIMITS.time + 0.5
    with pytest.raises(
        RenderTimeout, match=r"stopped after its budget of 0\.3 s\. A component or a universal load"
    ):
        await engine.call(render("loop"))
    assert not engine.broken
    assert await engine.call(render("echo", text="fine"))


async def test_calls_behind_a_loop_succeed(engine: Isolate) -> None:
    """Waiting does not count: each has the whole budget for itself."""
    answers = await asyncio.gather(
        engine.call(render("echo", text="before")),
        engine.call(render("loop")),
        *(engine.call(render("spin", ms=100)) for _ in range(4)),
        return_exceptions=True,
    )
    assert isinstance(answers[1], RenderTimeout)
    assert [answer for answer in answers if isinstance(answer, bytes)] == [answers[0], *answers[2:]]


async def test_two_loops_in_a_row(engine: Isolate) -> None:
    answers = await asyncio.gather(*(engine.call(render("loop")) for _ in range(2)), return_exceptions=True)
    assert [type(answer) for answer in answers] == [RenderTimeout, RenderTimeout]


async def test_the_loop_of_the_server_goes_on(engine: Isolate) -> None:
    busy = asyncio.ensure_future(engine.call(render("spin", ms=200)))
    ticks = 0
    while not busy.done():
        await asyncio.sleep(0.005)
        ticks += 1
    assert ticks > 5


async def test_cancelling_the_call_that_runs_stops_it(engine: Isolate) -> None:
    running = asyncio.ensure_future(engine.call(render("loop")))
    behind = asyncio.ensure_future(engine.call(render("echo", text="behind")))
    await asyncio.sleep(0.05)
    running.cancel()
    assert await elapsed(asyncio.wait_for(behind, 0.2)) < 0.2
    assert behind.result().endswith(b"behind")
    assert running.cancelled()


async def test_cancelling_a_call_that_waits_harms_no_other(engine: Isolate) -> None:
    running = asyncio.ensure_future(engine.call(render("spin", ms=150)))
    waiting = asyncio.ensure_future(engine.call(render("echo", text="waiting")))
    behind = asyncio.ensure_future(engine.call(render("echo", text="behind")))
    await asyncio.sleep(0.05)
    waiting.cancel()
    assert (await running).endswith(b"done")
    assert (await behind).endswith(b"behind")
    assert engine.pending == 0


async def test_a_render_that_began_to_wait_too_late_is_forgotten(engine: Isolate) -> None:
    """Its client hung up while V8 worked on it, so nobody will ever take its answer."""
    for delay in range(20):
        call = asyncio.ensure_future(engine.call(render("wait", requests=[])))
        await asyncio.sleep(0)
        if delay % 2:  # V8 is done, its answer on the way
            end = asyncio.get_running_loop().time() + 0.002
            while asyncio.get_running_loop().time() < end:
                pass
        call.cancel()
        await asyncio.gather(call, return_exceptions=True)
    still_open = b""
    for _ in range(200):  # the last answer may still be on its way to be dropped
        still_open = await engine.call(render("open"))
        if still_open.endswith(b"\0000"):
            break
        await asyncio.sleep(0.01)
    assert still_open.endswith(b"\0000")


async def test_a_full_heap_breaks_the_isolate_only() -> None:
    before = threads()
    engine = isolate(Limits(time=5, heap=64 << 20))
    with pytest.raises(RenderOutOfMemory, match=r"stopped at the heap limit of 64 MB. A component"):
        await engine.call(render("bomb"))
    assert engine.broken
    with pytest.raises(EngineLost):
        await engine.call(render("echo", text="x"))
    engine.close()
    assert await settle(lambda: threads() <= before)


async def test_closing_while_busy() -> None:
    before = threads()
    engine = isolate(Limits(time=30))
    calls = [asyncio.ensure_future(engine.call(render("loop"))) for _ in range(3)]
    await asyncio.sleep(0.05)
    engine.close()
    engine.close()  # once more is harmless
    failures = await asyncio.gather(*calls, return_exceptions=True)
    assert [str(failure) for failure in failures] == ["Error: the server is stopping"] * 3
    assert await settle(lambda: threads() <= before)


async def test_a_bundle_that_does_not_start_leaves_nothing() -> None:
    before = threads()
    for script, message in (
        ("syntax error here", "the server bundle does not start: .*SyntaxError"),
        ("throw new Error('early')", "does not start: .*early"),
        ("'no function'", "value is not a function; run `lissome build` again"),
    ):
        with pytest.raises(RenderError, match=message):
            Isolate((script,), LIMITS)
    assert await settle(lambda: threads() <= before)


async def test_memory_stays_flat(engine: Isolate) -> None:
    async def some(count: int) -> float:
        for _ in range(count):
            await engine.call(render("echo", text="x" * 2000))
        return megabytes()

    before = await some(1000)
    assert await some(2000) < before + 8
    assert engine.heap_statistics()["used_heap_size"] < 32 << 20


def test_the_bundle_of_these_tests_is_one_function() -> None:
    assert SOURCE.strip().endswith("})()")
