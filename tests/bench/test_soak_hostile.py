"""The demo under attack: some seconds of `bench/soak_hostile.py`, and the judgement of what it sees."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import soak_hostile
from hostility.client import Answer
from hostility.soak_run import Pace, Sample, SoakRun
from hostility.soak_verdict import complaints, describe, is_excused

from support.apps import build

SHORT = Pace(seconds=6, innocent=3 / 16, attack=2, kill=4, one_by_one=True)
"""The suite's other tests run beside it; `make soak` has the half hour at full speed.

Sixteenths of a second add up exactly: with tenths there may be one request more.
"""
KINDS = ("builtins/string_search", "fatal/split_text", "jobs/sort_comparator")


@pytest.mark.timeout(300)
@pytest.mark.slow
@pytest.mark.long
@pytest.mark.usefixtures("node")
def test_the_demo_holds_for_some_seconds(tmp_path: Path) -> None:
    app = build(soak_hostile.demo_under_attack(tmp_path / "demo"))
    run = soak_hostile.soak(app, tmp_path, SHORT, only=KINDS)
    # in so short a time memory cannot be told to grow: the last attacks are still in it
    found = [each for each in complaints(run, timing=False) if not each.startswith("memory grew")]
    assert found == [], describe(run)
    assert len(run.innocent) == 32
    assert run.hostile
    assert len(run.kills) == 1


# -- the judgement ----------------------------------------------------------------------------------------

GOOD = SoakRun(
    Pace(seconds=1800),
    1000.0,
    innocent=[Answer("/", 1000.0 + number, 0.01, 200) for number in range(1000)],
    kills=[1060.0],
    samples=[Sample(float(at), 300.0, 3) for at in range(1800)],
)


def with_innocent(*answers: Answer) -> SoakRun:
    return replace(GOOD, innocent=[*GOOD.innocent, *answers])


def test_nothing_to_complain_of() -> None:
    assert complaints(GOOD) == []
    assert "1 workers killed" in describe(GOOD)


def test_a_request_that_a_killed_worker_had_is_excused() -> None:
    under_way = Answer("/", 1059.99, 0.02, None, "reset")
    assert is_excused(under_way, GOOD)
    assert complaints(with_innocent(under_way)) == []


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (Answer("/", 1060.1, 0.02, None, "reset"), "reset"),
        (Answer("/", 1059.99, 0.02, None, "refused"), "refused"),
        (Answer("/", 1059.99, 0.02, 500), "500"),
    ],
)
def test_others_are_not(answer: Answer, outcome: str) -> None:
    assert complaints(with_innocent(answer)) == [f"innocent requests failed: 1 {outcome} of 1001"]


def test_slow_answers() -> None:
    late = [Answer("/", 1100.0, 3.0, 200)] * 20
    assert complaints(with_innocent(*late)) == ["1 % of the innocent requests took more than 3.00 s"]
    assert complaints(with_innocent(*late), timing=False) == []


def test_memory_that_grows() -> None:
    grown = [Sample(float(at), 300.0 if at < 600 else 340.0, 3) for at in range(1800)]
    assert complaints(replace(GOOD, samples=grown)) == ["memory grew from 300 to 340 MB"]
    peaks = [Sample(float(at), 900.0 if at % 10 == 0 else 300.0, 3) for at in range(1800)]
    assert complaints(replace(GOOD, samples=peaks)) == []


def test_a_server_that_has_ended() -> None:
    assert complaints(replace(GOOD, died="the server ended", end=["2 processes left"])) == [
        "the server ended",
        "2 processes left",
    ]
