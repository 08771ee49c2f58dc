"""The clock of the dev event loop, which stands still while one call holds the loop."""

from __future__ import annotations

import asyncio

from lissome.dev.event_loop import DevEventLoop, PausingSelector


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.time = 100.0

    def __call__(self) -> float:
        return self.time


def test_a_long_call_counts_one_second() -> None:
    clock = Clock()
    with PausingSelector(clock) as selector:
        assert selector.time() == 100
        selector.select(0)
        clock.time += 0.5
        assert selector.time() == 100.5
        clock.time += 60
        assert selector.time() == 101
        selector.select(0)
        assert selector.time() == 101
        clock.time += 0.25
        assert selector.time() == 101.25


def test_waiting_for_events_counts_in_full() -> None:
    clock = Clock()

    with PausingSelector(clock) as selector:
        selector.select(0)
        before = selector.time()
        selector._held_since = None  # as while it waits
        clock.time += 60
        assert selector.time() == before + 60


def test_no_deadline_is_over_because_of_a_breakpoint() -> None:
    clock = Clock()

    async def load() -> str:
        async with asyncio.timeout(5):
            clock.time += 3600  # a breakpoint
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        return "loaded"

    with asyncio.Runner(loop_factory=lambda: DevEventLoop(clock)) as runner:
        assert runner.run(load()) == "loaded"


async def _sleeps() -> float:
    loop = asyncio.get_running_loop()
    started = loop.time()
    await asyncio.sleep(0.02)
    return loop.time() - started


def test_timers_ring() -> None:
    with asyncio.Runner(loop_factory=DevEventLoop) as runner:
        assert runner.run(_sleeps()) >= 0.02
