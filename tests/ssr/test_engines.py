"""Which engine answers, tried with engines that say what a test wants."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lissome.errors import EngineLost
from lissome.ssr.engines import EngineLease, Engines

REFUSED = b'x{"message":"it is frozen"}'


class Scripted:
    """An engine that gives its answers in turn; None: another render breaks it."""

    def __init__(self, *answers: bytes | None) -> None:
        self.answers = list(answers)
        self.asked: list[bytes] = []
        self.broken = False

    async def call(self, message: bytes) -> bytes:
        self.asked.append(message)
        answer = self.answers.pop(0)
        if answer is None:
            self.broken = True
            raise EngineLost
        return answer

    def when_idle(self, done: Callable[[], None]) -> None:
        done()

    def close(self) -> None:
        self.broken = True


async def drive(seat: EngineLease, message: bytes) -> bytes:
    return await seat.engine.call(message)


async def run(*engines: Scripted) -> bytes:
    left = list(engines)
    return await Engines(lambda: left.pop(0), None).run(b"r1", drive)


async def test_an_engine_that_was_lost_is_replaced() -> None:
    assert await run(Scripted(None), Scripted(b"k")) == b"k"


async def test_an_engine_that_was_lost_after_a_refusal_is_replaced_too() -> None:
    first, second = Scripted(REFUSED, None), Scripted(REFUSED, b"k")
    assert await run(first, second) == b"k"
    assert first.asked == second.asked == [b"r1", b"!r1"]


async def test_a_spoiled_engine_answers_nothing() -> None:
    assert await run(Scripted(b"x{}"), Scripted(REFUSED, b"x{}"), Scripted(b"k")) == b"k"


async def test_at_some_time_it_is_enough() -> None:
    with pytest.raises(EngineLost):
        await run(*(Scripted(None) for _ in range(3)))
