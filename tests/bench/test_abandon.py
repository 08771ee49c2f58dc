"""Streams that their clients leave: a short run of `make abandon`."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path

import abandon
import pytest
from abandon import Round
from harness.leavers import plans

from conftest import Serve

STREAMS = 120
"""More than three for each way to leave; `make abandon` has the ten thousand that fill a worker."""


@pytest.mark.timeout(900)
@pytest.mark.slow
@pytest.mark.long
def test_nothing_is_left_of_abandoned_streams(streaming_app: Path, serve: Serve) -> None:
    with serve(streaming_app, env=abandon.ENV) as server:
        baseline, rounds = asyncio.run(abandon.play(server, STREAMS, 1, seed=1))
        log = server.log()
    assert abandon.compare(baseline, rounds) == []
    assert abandon.alarms(log) == []
    assert rounds[-1].peak["contexts"] > STREAMS / 2
    assert rounds[-1].peak["held"] > STREAMS / 2


def test_every_way_to_leave_occurs() -> None:
    planned = plans(1, 1000)
    assert planned == plans(1, 1000)
    assert len({(plan.target, plan.when, plan.how) for plan in planned}) == 3 * 4 * 3


COUNTS = dict.fromkeys((*abandon.TOLERANCE, "held"), 0)


def after(**counts: int) -> Round:
    return Round(Counter({"in the stream": 9}), COUNTS, {**COUNTS, **counts}, 1.0, 1.0)


def test_what_is_left_is_found() -> None:
    baseline = dict(COUNTS, fds=5)
    assert abandon.compare(baseline, [after(), after(rss=2000, threads=1)]) == []
    assert abandon.compare(baseline, [after(), after(fds=40)]) == ["round 2: fds is 40 at rest, and was 5"]
    assert abandon.compare(baseline, [after(rss=99_000)]) == ["round 1: rss is 99000 at rest, and was 0"]
    assert abandon.compare(baseline, [after(held=2)]) == ["round 1: held is 2 at rest, not 0"]
    stuck = Round(Counter({"half closed, and still open": 2}), COUNTS, COUNTS, 1.0, 1.0)
    assert abandon.compare(baseline, [after(), stuck]) == ["round 2: 2 clients: half closed, and still open"]
