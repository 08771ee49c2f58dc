"""The judgement of a soak run."""

import statistics
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from hostility.client import Answer
from hostility.probes import Latency
from hostility.report import shortened
from hostility.soak_run import SoakRun
from hostility.verdict import BUDGET, OWN

TENTH = 1.1
"""How much more memory there may be in the end."""
BEGINNING = 1 / 6
"""Share of the time after which memory is looked at first: five minutes of thirty."""
WINDOW = 1 / 30
"""Share of the time, at least ten seconds, of whose samples the median counts: attacks come and go."""


def complaints(run: SoakRun, *, timing: bool = True) -> list[str]:
    """What the server has done wrong; empty if it has held.

    Args:
        timing: whether durations count; a busy machine is no failure of the server's.
    """
    return [
        *([run.died] if run.died else []),
        *_of_failures(run),
        *(_of_times(run) if timing else ()),
        *_of_memory(run),
        *run.end,
    ]


def _of_failures(run: SoakRun) -> Iterator[str]:
    bad = Counter(one.outcome for one in run.innocent if one.status != 200 and not is_excused(one, run))
    if bad:
        counts = ", ".join(f"{count} {name}" for name, count in bad.most_common())
        yield f"innocent requests failed: {counts} of {len(run.innocent)}"


def is_excused(answer: Answer, run: SoakRun) -> bool:
    """True if it broke off and was under way when a worker was killed, which may have been its own."""
    until = answer.at + answer.seconds
    return answer.failure in {"reset", "cut"} and any(answer.at <= kill <= until for kill in run.kills)


def _of_times(run: SoakRun) -> Iterator[str]:
    latency = Latency.of(run.innocent)
    if latency.p99 > (BUDGET + OWN + run.delay) * (1.0 + run.cores[1]):
        yield f"1 % of the innocent requests took more than {latency.p99:.2f} s"


def _of_memory(run: SoakRun) -> Iterator[str]:
    first, last = memory(run)
    if last > first * TENTH:
        yield f"memory grew from {first:.0f} to {last:.0f} MB"


def memory(run: SoakRun) -> tuple[float, float]:
    """Megabytes after a sixth of the time, and in the end."""
    seconds = run.pace.seconds
    window = max(10.0, seconds * WINDOW)
    begin = seconds * BEGINNING
    return _median(run, begin, begin + window), _median(run, seconds - window, seconds)


def _median(run: SoakRun, begin: float, end: float) -> float:
    found = [sample.megabytes for sample in run.samples if begin <= sample.at <= end]
    return statistics.median(found or [0.0])


def describe(run: SoakRun) -> str:
    """What was seen, in some lines."""
    latency, got = Latency.of(run.innocent), Counter(answer.outcome for _, answer in run.hostile)
    first, last = memory(run)
    peak = max((sample.megabytes for sample in run.samples), default=0.0)
    excused = sum(is_excused(answer, run) for answer in run.innocent)
    times = f"p50 {latency.p50:.3f} s, p99 {latency.p99:.3f} s, longest {latency.longest:.2f} s"
    answers = ", ".join(f"{count} {name}" for name, count in got.items())
    return "\n".join(
        [
            f"{latency.count} innocent requests: {times}",
            f"of them failed: {latency.failures or 'none'}, {excused} of which are excused",
            f"{len(run.hostile)} attacks: {answers}",
            f"{len(run.kills)} workers killed",
            f"{first:.0f} MB at first, {last:.0f} MB in the end, {peak:.0f} MB at the peak",
            f"{run.cores[0]:.1f} cores used, {run.cores[1]:.1f} by others; own delay {run.delay:.3f} s",
        ]
    )


def as_json(run: SoakRun) -> dict[str, Any]:
    """All figures, and both ends of the log."""
    return {**asdict(run), "complaints": complaints(run), "log": shortened(run.log)}
