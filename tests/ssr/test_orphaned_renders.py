"""Renders whose call was terminated before it could report their id. test_isolate.py has them in V8."""

from __future__ import annotations

import pytest

from lissome.ssr.orphaned_renders import OrphanedRenders


@pytest.fixture
def renders() -> OrphanedRenders:
    return OrphanedRenders()


def report(renders: OrphanedRenders, number: int, *, idle: bool = False) -> list[bytes]:
    return renders.after(b"r{}", b"p%d" % number, failed=False, idle=idle)


def fail(renders: OrphanedRenders, message: bytes = b"r{}", *, idle: bool = False) -> list[bytes]:
    return renders.after(message, b"", failed=True, idle=idle)


def test_ids_without_a_gap(renders: OrphanedRenders) -> None:
    assert [report(renders, number) for number in (1, 2, 3)] == [[], [], []]
    assert renders.unknown == 0


def test_a_gap_is_a_terminated_render(renders: OrphanedRenders) -> None:
    assert fail(renders) == []
    assert renders.unknown == 1
    assert report(renders, 2) == [b"1"]
    assert renders.unknown == 0


def test_the_last_ones_are_known_when_nothing_runs(renders: OrphanedRenders) -> None:
    report(renders, 1)
    assert fail(renders) == []
    assert fail(renders, b"!r{}", idle=True) == [b"+1"]
    assert renders.unknown == 0


def test_an_id_and_the_end_at_once(renders: OrphanedRenders) -> None:
    fail(renders)
    assert report(renders, 2, idle=True) == [b"1"]


@pytest.mark.parametrize("message", [b"t1", b"s1\n[]", b"d1", b"g", b"m{}"])
def test_other_calls_begin_no_render(renders: OrphanedRenders, message: bytes) -> None:
    assert fail(renders, message, idle=True) == []
