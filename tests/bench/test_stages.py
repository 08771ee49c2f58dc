import asyncio
import importlib
import time

import pytest
import stages
from harness import stopwatch
from harness.stopwatch import Stage, Stopwatch, find, watched

from lissome.routing import paths


@pytest.mark.parametrize("name", [name for stage in stages.STAGES for name in stage.functions])
def test_every_stage_still_has_its_function(name: str) -> None:
    assert callable(find(name)[2])


def test_a_missing_function_is_named() -> None:
    with pytest.raises(LookupError, match=r"lissome\.app:gone"):
        find("lissome.app:gone")


def test_time_inside_a_stage_is_not_counted_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 1.0, 3.0, 7.0])
    monkeypatch.setattr(stopwatch, "perf_counter", lambda: next(clock))
    watch = Stopwatch()
    watch.enter("outer")
    watch.enter("inner")
    watch.leave("inner")
    watch.leave("outer")
    assert watch.take() == {"outer": 5.0, "inner": 2.0}
    assert watch.take() == {}


def test_functions_are_wrapped_where_they_are_imported_and_restored() -> None:
    original = paths.normalize_path
    with watched([Stage("path", ("lissome.routing.paths:normalize_path",))]) as watch:
        importer = importlib.import_module("lissome.server.respond")
        importer.normalize_path("/a", "never")
        assert set(watch.take()) == {"path"}
    assert paths.normalize_path is original
    assert importer.normalize_path is original


async def test_awaiting_counts_for_the_stage_that_awaits() -> None:
    watch = Stopwatch()

    async def wait() -> None:
        await asyncio.sleep(0.02)

    start = time.perf_counter()
    await stopwatch._timed(wait, "wait", watch)()
    assert 0.015 < watch.take()["wait"] <= time.perf_counter() - start


def test_a_stage_that_most_requests_skip_is_left_out() -> None:
    send, route = stages.STAGES[-2].name, stages.STAGES[1].name
    assert stages.medians([{send: 1.0, route: 9.0}, {send: 3.0}, {send: 2.0}]) == {send: 2.0}
