"""The engines of one worker: taken, given back, given up."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import pytest

from lissome.errors import EngineBusy, EngineLost, RenderError
from lissome.ssr import RenderMeter
from lissome.ssr.engine import Engine, EngineLease
from lissome.ssr.engines import Engines
from support.waiting import become


class Fake:
    """An engine that a test makes slow or broken."""

    def __init__(self) -> None:
        self.broken = self.is_slow = self.is_closed = False
        self.pending = 0
        self.released = 0
        self.on_slow: Callable[[], None] | None = None

    async def call(self, message: bytes, _meter: RenderMeter | None = None, /) -> bytes:
        return message

    def release_waiting(self) -> None:
        self.released += 1

    def when_idle(self, done: Callable[[], None]) -> None:
        done()

    def close(self) -> None:
        self.is_closed = True

    def slow_down(self) -> None:
        self.is_slow = True
        self.pending = 2
        assert self.on_slow is not None
        self.on_slow()


class Opened(list[Fake]):
    """The engines that were opened, and where."""

    def __init__(self) -> None:
        super().__init__()
        self.threads: list[int] = []
        self.failure: RenderError | None = None

    def open(self, _loop: asyncio.AbstractEventLoop) -> Engine:
        if self.failure is not None:
            raise self.failure
        self.append(Fake())
        self.threads.append(threading.get_ident())
        return self[-1]


@pytest.fixture
def opened() -> Opened:
    return Opened()


@pytest.fixture
def engines(opened: Opened) -> Engines:
    return Engines(opened.open, most=3)


async def test_one_is_in_use(engines: Engines, opened: Opened) -> None:
    leases = [await engines.take() for _ in range(3)]
    assert {id(lease.engine) for lease in leases} == {id(opened[0])}
    assert leases[0].users == 3
    for lease in leases:
        engines.give_back(lease)
    assert (await engines.take()).engine is opened[0]
    engines.close()
    assert opened[0].is_closed


async def test_it_is_opened_on_another_thread_and_once_for_all(engines: Engines, opened: Opened) -> None:
    await asyncio.gather(*(engines.take() for _ in range(5)))
    assert len(opened) == 1
    assert opened.threads != [threading.get_ident()]


async def test_at_the_start_it_is_opened_at_once(engines: Engines, opened: Opened) -> None:
    assert engines.start() is opened[0]
    assert opened.threads == [threading.get_ident()]


async def test_a_slow_one_is_left_alone(engines: Engines, opened: Opened) -> None:
    await engines.take()
    opened[0].is_slow = True
    assert (await engines.take()).engine is opened[1]
    opened[0].is_slow = False
    assert (await engines.take()).engine is opened[0]


async def test_those_that_wait_behind_a_slow_render_go_elsewhere(engines: Engines, opened: Opened) -> None:
    await engines.take()
    opened[0].slow_down()
    assert await become(lambda: opened[0].released == 1)
    assert len(opened) == 2


async def test_if_nobody_waits_no_other_is_opened(engines: Engines, opened: Opened) -> None:
    await engines.take()
    opened[0].pending = 1
    assert opened[0].on_slow is not None
    opened[0].on_slow()
    await asyncio.sleep(0.02)
    assert len(opened) == 1


async def test_of_many_slow_ones_the_least_busy_is_taken(engines: Engines, opened: Opened) -> None:
    for number in range(3):
        await engines.take()
        opened[number].is_slow = True
        opened[number].pending = 5 - number
    assert (await engines.take()).engine is opened[2]
    assert len(opened) == 3


async def test_a_broken_one_is_given_up(engines: Engines, opened: Opened) -> None:
    lease = await engines.take()
    opened[0].broken = True
    assert (await engines.take()).engine is opened[1]
    engines.give_back(lease)
    assert opened[0].is_closed
    assert engines.replacements == 1


async def test_another_kind_takes_the_place_of_all(engines: Engines, opened: Opened) -> None:
    lease = await engines.take()
    other = Fake()
    engines.adopt(EngineLease(other), opened.open)
    assert (await engines.take()).engine is other
    assert not opened[0].is_closed
    engines.give_back(lease)
    assert opened[0].is_closed, "as soon as the last render has left it"


async def test_one_that_is_not_needed_is_closed(engines: Engines, opened: Opened) -> None:
    await engines.take()
    opened[0].is_slow = True
    second = await engines.take()
    opened[0].is_slow = False
    engines.give_back(second)
    engines._close_unneeded()
    assert [each.is_closed for each in opened] == [False, False]
    second.unused_since -= 31
    engines._close_unneeded()
    assert [each.is_closed for each in opened] == [False, True]


async def test_a_bundle_that_does_not_start(engines: Engines, opened: Opened) -> None:
    opened.failure = RenderError("it does not start")
    for _ in range(2):
        with pytest.raises(RenderError, match="it does not start"):
            await engines.take()
    opened.failure = None
    assert (await engines.take()).engine is opened[0]


async def test_closing_while_one_is_opened(engines: Engines, opened: Opened) -> None:
    taking = asyncio.ensure_future(engines.take())
    await asyncio.sleep(0)
    engines.close()
    with pytest.raises(asyncio.CancelledError):
        await taking
    assert await become(lambda: all(each.is_closed for each in opened))


async def test_it_can_be_used_again_after_it_was_closed(engines: Engines, opened: Opened) -> None:
    await engines.take()
    engines.close()
    assert len(opened) == 1
    assert (await engines.take()).engine is opened[1]

    assert len(opened) == 2


def test_what_a_render_is_told() -> None:
    assert "keeps the isolate" in str(EngineBusy())
    assert "another render broke" in str(EngineLost())
