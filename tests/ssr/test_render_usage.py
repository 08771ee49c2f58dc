"""What renders have used in all their calls."""

from __future__ import annotations

import asyncio

import pytest

from lissome.errors import RenderOutOfMemory, RenderTimeout
from lissome.private_apis.mini_racer import STRING, Result
from lissome.private_apis.v8 import Memory
from lissome.ssr import Limits
from lissome.ssr.call import Call
from lissome.ssr.disposal import IsolateDisposal
from lissome.ssr.render_usage import RenderUsage


class Calls:
    """Calls that finish one after the other."""

    def __init__(self) -> None:
        self.usage = RenderUsage(Limits(time=1.0), IsolateDisposal())
        self._memory = 0

    def finish(self, message: bytes, answer: bytes, *, cpu: float = 0.0, memory: int = 0) -> None:
        """A call that has used so much CPU, and added so much memory."""
        self._memory += memory
        call, result = Call(asyncio.Future(), message), Result(STRING, answer)
        self.usage.measure(Memory(self._memory, 0))
        self.usage.note(call, result, self.usage.cpu_of(call.render) + cpu, failed=False)


@pytest.fixture
async def calls() -> Calls:
    return Calls()


async def test_time_is_added_up_for_each_render(calls: Calls) -> None:
    calls.finish(b"r", b"p1", cpu=0.5)
    calls.finish(b"r", b"p2", cpu=0.125)
    calls.finish(b"r", b"k", cpu=30)
    calls.finish(b"s1\n[]", b"", cpu=0.25)
    assert (calls.usage.cpu_of(b"1"), calls.usage.cpu_of(b"2")) == (0.75, 0.125)
    assert calls.usage.failure_of(b"1") is None
    calls.finish(b"t1", b"w[]", cpu=0.25)
    assert isinstance(calls.usage.failure_of(b"1"), RenderTimeout)
    assert calls.usage.failure_of(b"2") is None


@pytest.mark.parametrize(("message", "answer"), [(b"t1", b"k"), (b"t1", b"e"), (b"d1", b"")])
async def test_a_render_that_has_ended_is_forgotten(calls: Calls, message: bytes, answer: bytes) -> None:
    calls.finish(b"r", b"p1", cpu=0.5)
    assert calls.usage.waiting
    calls.finish(message, answer)
    assert not calls.usage.waiting
    assert calls.usage.cpu_of(b"1") == 0


async def test_the_largest_render_is_stopped_first(calls: Calls) -> None:
    calls.finish(b"r", b"p1", memory=10)
    calls.finish(b"r", b"p2", memory=50)
    calls.finish(b"s1\n[]", b"", memory=20)
    calls.finish(b"r", b"k", memory=900)
    assert [calls.usage.fail_largest() for _ in range(3)] == [b"2", b"1", b""]
    assert isinstance(calls.usage.failure_of(b"2"), RenderOutOfMemory)
    assert calls.usage.failure_of(b"3") is None


async def test_what_a_render_gives_back_does_not_count(calls: Calls) -> None:
    calls.finish(b"r", b"p1", memory=100)
    calls.finish(b"s1\n[]", b"", memory=-90)
    calls.finish(b"r", b"p2", memory=50)
    assert calls.usage.fail_largest() == b"2"


async def test_who_has_filled_the_memory(calls: Calls) -> None:
    calls.finish(b"r", b"p1", memory=100)
    calls.finish(b"r", b"p2", memory=10)
    calls.finish(b"s2\n[]", b"", memory=20)
    assert calls.usage.blame_another(b"2")
    assert isinstance(calls.usage.failure_of(b"1"), RenderOutOfMemory)
    assert calls.usage.blame_another(b"2"), "the first one has not left yet"


async def test_a_call_that_has_filled_the_memory_itself(calls: Calls) -> None:
    calls.finish(b"r", b"p1", memory=100)
    calls.finish(b"r", b"p2", memory=200)
    assert not calls.usage.blame_another(b"2")
    assert not calls.usage.blame_another(b"")


async def test_a_render_that_is_gone_has_filled_the_memory(calls: Calls) -> None:
    calls.finish(b"r", b"p1", memory=10)
    calls.finish(b"r", b"k", memory=calls.usage._limits.heap)
    calls.finish(b"s1\n[]", b"", memory=10)
    assert calls.usage.blame_another(b"1")
    assert calls.usage.failure_of(b"1") is None
    assert calls.usage.fail_largest() == b""


async def test_modules_are_not_what_a_render_has_left(calls: Calls) -> None:
    calls.usage.base = calls.usage._limits.heap
    calls.finish(b"r", b"k", memory=calls.usage.base)
    calls.finish(b"r", b"p1", memory=10)
    assert not calls.usage.blame_another(b"1")


async def test_a_render_that_was_stopped_is_told_so_after_it_was_dropped(calls: Calls) -> None:
    calls.finish(b"r", b"p1", memory=100)
    assert calls.usage.fail_largest() == b"1"
    calls.finish(b"d1", b"")
    assert isinstance(calls.usage.failure_of(b"1"), RenderOutOfMemory)
    calls.finish(b"d1", b"")
    assert calls.usage.failure_of(b"1") is None
