"""One isolate: its calls, its budgets, and what is left of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from lissome.errors import EngineLost, RenderError, RenderOutOfMemory, RenderTimeout
from lissome.private_apis.mini_racer import Result
from lissome.ssr import Isolate, Limits
from lissome.ssr.process_memory import rss
from ssr.bundle import LIMITS, PATIENT, SOURCE, isolate, megabytes, program, threads
from support.waiting import PATIENCE, become


@pytest.fixture
async def engine() -> AsyncIterator[Isolate]:
    engine = isolate()
    yield engine
    engine.close()


@pytest.fixture
async def strict() -> AsyncIterator[Isolate]:
    """One with a small budget."""
    engine = isolate(LIMITS)
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


async def test_a_loop_is_stopped_at_its_budget(strict: Isolate) -> None:
    start = asyncio.get_running_loop().time()
    with pytest.raises(
        RenderTimeout, match=r"stopped after its budget of 0\.5 s.*\. A component or a universal load"
    ):
        await strict.call(render("loop"))
    assert asyncio.get_running_loop().time() - start >= LIMITS.time
    assert not strict.broken
    assert await strict.call(render("echo", text="fine"))


async def test_calls_behind_a_loop_succeed(strict: Isolate) -> None:
    """Waiting does not count: each has the whole budget for itself."""
    answers = await asyncio.gather(
        strict.call(render("echo", text="before")),
        strict.call(render("loop")),
        *(strict.call(render("spin", ms=LIMITS.time * 1000 / 3)) for _ in range(4)),
        return_exceptions=True,
    )
    assert isinstance(answers[1], RenderTimeout)
    assert [answer for answer in answers if isinstance(answer, bytes)] == [answers[0], *answers[2:]]


async def test_two_loops_in_a_row(strict: Isolate) -> None:
    answers = await asyncio.gather(*(strict.call(render("loop")) for _ in range(2)), return_exceptions=True)
    assert [type(answer) for answer in answers] == [RenderTimeout, RenderTimeout]


async def test_the_loop_of_the_server_goes_on(engine: Isolate) -> None:
    busy = asyncio.ensure_future(engine.call(render("loop")))
    for _ in range(20):
        await asyncio.sleep(0.005)
    assert not busy.done()
    busy.cancel()


async def test_cancelling_the_call_that_runs_stops_it(engine: Isolate) -> None:
    running = asyncio.ensure_future(engine.call(render("loop")))
    behind = asyncio.ensure_future(engine.call(render("echo", text="behind")))
    await asyncio.sleep(0.05)
    running.cancel()
    async with asyncio.timeout(PATIENT.time / 2):
        assert (await behind).endswith(b"behind")
    assert running.cancelled()


async def test_cancelling_a_call_that_waits_harms_no_other(engine: Isolate) -> None:
    running = asyncio.ensure_future(engine.call(render("spin", ms=150)))
    waiting = asyncio.ensure_future(engine.call(render("echo", text="waiting")))
    behind = asyncio.ensure_future(engine.call(render("echo", text="behind")))
    await asyncio.sleep(0.05)
    waiting.cancel()
    assert (await running).endswith(b"done")
    assert (await behind).endswith(b"behind")
    assert await become(lambda: engine.pending == 0)


async def no_render_is_open(engine: Isolate, but: int = 0) -> bool:
    """Soon, not at once: answers may still be on their way to be dropped."""
    async with asyncio.timeout(PATIENCE):
        while not (await engine.call(render("open"))).endswith(b"\0%d" % but):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    return True


class Spoiled:
    """Stands between V8 and an isolate; says of some answers what V8 says when it was told to stop too late.

    Args:
        answers: what V8 says instead of the answer, by what the answer begins with; once each.
    """

    def __init__(self, engine: Isolate, *answers: tuple[bytes, int, bytes]) -> None:
        self._engine = engine
        self._answers = list(answers)
        self._finish = engine._finish
        engine._finish = self.finish  # type: ignore[method-assign]

    def finish(self, call_id: int, result: Result) -> None:
        content = result.content
        if self._answers and content.startswith(self._answers[0][0]):
            self._engine._calls[call_id].stopped = RenderTimeout(1) if content.startswith(b"p") else None
            _, kind, content = self._answers.pop(0)
            result = replace(result, kind=kind, content=content)
        self._finish(call_id, result)


STOPPED = (204, b"execution was terminated\n")
FOR_ANOTHER = (200, b"null\n")


@pytest.mark.parametrize("answer", [STOPPED, FOR_ANOTHER])
async def test_a_call_that_was_stopped_for_another_one_is_begun_again(
    engine: Isolate, answer: tuple[int, bytes]
) -> None:
    Spoiled(engine, *[(b"k", *answer)] * 3)
    assert (await engine.call(render("echo", text="fine"))).endswith(b"fine")


async def test_but_not_for_ever(engine: Isolate) -> None:
    Spoiled(engine, *[(b"k", *FOR_ANOTHER)] * 100)
    with pytest.raises(RenderError, match="stopped together with others"):
        await engine.call(render("echo", text="fine"))


async def test_a_render_that_was_stopped_as_it_began_to_wait_is_forgotten(engine: Isolate) -> None:
    """V8 has counted it, but instead of the number it says that it has obeyed."""
    Spoiled(engine, *[(b"p", *STOPPED)] * 2)
    calls = [engine.call(render("wait", requests=[])) for _ in range(2)]
    answers = await asyncio.gather(*calls, return_exceptions=True)
    assert [type(answer) for answer in answers] == [RenderTimeout] * 2
    assert await no_render_is_open(engine)


async def test_and_no_other_one_is_forgotten_with_it(engine: Isolate) -> None:
    Spoiled(engine, (b"p1", *STOPPED), (b"p3", *STOPPED), (b"p5", *STOPPED))
    calls = [engine.call(render("wait", requests=[])) for _ in range(5)]
    answers = await asyncio.gather(*calls, return_exceptions=True)
    assert answers[1::2] == [b"p2", b"p4"]
    assert await no_render_is_open(engine, but=2)
    assert [await engine.call(b"t%d" % number) for number in (2, 4)] == [b"w[]", b"w[]"]


async def test_cancelling_at_any_moment_harms_no_other(engine: Isolate) -> None:
    """Among others when V8 has just finished what it is told to stop, about once in a thousand times."""
    for number in range(500):
        leaving = asyncio.ensure_future(engine.call(render("wait", requests=[])))
        behind = asyncio.ensure_future(engine.call(render("echo", text="behind")))
        await asyncio.sleep(0)
        for _ in range(number % 100 * 10):  # some time, without a clock
            pass
        leaving.cancel()
        assert (await behind).endswith(b"behind")
        await asyncio.gather(leaving, return_exceptions=True)
    assert await no_render_is_open(engine)


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
    assert await no_render_is_open(engine)


async def test_a_full_heap_breaks_the_isolate_only() -> None:
    before = threads()
    engine = isolate()
    with pytest.raises(RenderOutOfMemory, match=r"stopped at the heap limit of 64 MB. A component"):
        await engine.call(render("bomb"))
    assert engine.broken
    with pytest.raises(EngineLost):
        await engine.call(render("echo", text="x"))
    engine.close()
    assert await become(lambda: threads() <= before)


KEEPS = """(() => {
	const kept = [];
	let collections = 0;
	return function () {
		switch (this[0]) {
			case 'g': collections += 1; gc(); return '';
			case 'k': kept.push(new Array(1_600_000).fill(1.5)); return '';
			case 'n': return `${collections}`;
			default: return `${new Array(20_000).fill(this).length}`;
		}
	};
})()"""


async def test_what_is_in_use_is_not_collected_again_and_again() -> None:
    """12 MB, which is more than the quarter of the heap above which garbage is collected."""
    engine = Isolate((KEEPS,), Limits(PATIENT.time, 32 << 20))
    await engine.call(b"k")
    for _ in range(1000):  # 160 MB of garbage
        assert await engine.call(b"r") == b"20000"
    assert 0 < int(await engine.call(b"n")) < 50
    engine.close()


async def test_what_is_in_use_may_fill_the_heap() -> None:
    """Calls that succeed have filled it, so those that fail are repeated in another isolate."""
    engine = Isolate((KEEPS,), Limits(PATIENT.time, 32 << 20))
    calls = [engine.call(message) for _ in range(4) for message in (b"k", *[b"r"] * 100)]
    failures = await asyncio.gather(*calls, return_exceptions=True)
    assert {type(failure) for failure in failures} == {bytes, EngineLost}
    assert engine.broken
    engine.close()


@pytest.mark.skipif(not rss(), reason="no /proc: memory outside of V8's heap cannot be watched")
async def test_buffers_count_too() -> None:
    before = threads()
    engine = isolate()
    with pytest.raises(RenderOutOfMemory):
        await engine.call(render("buffers"))
    assert engine.broken
    engine.close()
    assert await become(lambda: threads() <= before)


async def test_closing_while_busy() -> None:
    before = threads()
    engine = isolate()
    calls = [asyncio.ensure_future(engine.call(render("loop"))) for _ in range(3)]
    await asyncio.sleep(0.05)
    engine.close()
    engine.close()  # once more is harmless
    failures = await asyncio.gather(*calls, return_exceptions=True)
    assert [str(failure) for failure in failures] == ["the server is stopping"] * 3
    assert await become(lambda: threads() <= before)


async def test_a_bundle_that_does_not_start_leaves_nothing() -> None:
    before = threads()
    for script, message in (
        ("syntax error here", "the server bundle does not start: .*SyntaxError"),
        ("throw new Error('early')", "does not start: .*early"),
        ("'no function'", "value is not a function; run `lissome build` again"),
    ):
        with pytest.raises(RenderError, match=message):
            Isolate((script,), LIMITS)
    assert await become(lambda: threads() <= before)


async def test_memory_stays_flat(engine: Isolate) -> None:
    async def some(count: int) -> float:
        for _ in range(count):
            await engine.call(render("echo", text="x" * 50_000))
        return megabytes()

    before = await some(1000)
    assert await some(2000) < before + 32  # and not 100 MB
    assert engine.heap_statistics()["used_heap_size"] < 32 << 20


def test_the_bundle_of_these_tests_is_one_function() -> None:
    assert SOURCE.strip().endswith("})()")
