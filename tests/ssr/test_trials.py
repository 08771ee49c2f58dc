"""Refusals that are tried again: when, and that nobody can use the trials up."""

from __future__ import annotations

from lissome.ssr.trials import Trials


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_place_that_failed_waits_twice_as_long_each_time_and_an_hour_at_most() -> None:
    clock = Clock()
    trials = Trials(clock)
    assert trials.is_due("src/a.js:1")
    waits = []
    for _ in range(12):
        trials.fail("src/a.js:1")
        start = clock.now
        while not trials.is_due("src/a.js:1"):
            clock.now += 5
        waits.append(clock.now - start)
    assert waits[:4] == [10, 20, 40, 80]
    assert waits[-1] == waits[-2] == 3600


def test_places_do_not_wait_for_each_other() -> None:
    trials = Trials(Clock())
    for line in range(1000):
        trials.fail(f"src/a.js:{line}")
    assert not trials.is_due("src/a.js:999")
    assert trials.is_due("src/b.js:1")


def test_what_is_remembered_is_bounded() -> None:
    trials = Trials(Clock())
    for line in range(1000):
        trials.fail(f"src/a.js:{line}")
    assert trials.is_due("src/a.js:0")  # forgotten
    assert sum(not trials.is_due(f"src/a.js:{line}") for line in range(1000)) == 256
