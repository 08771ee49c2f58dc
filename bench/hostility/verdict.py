"""The judgement of an attack run."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hostility.attack_run import ENDPOINT, IDLE, PAGES, AttackRun
from hostility.client import Answer
from hostility.probes import Latency

QUICK = 0.25
"""Seconds in which a static file and an endpoint are answered, whatever else goes on."""
BUDGET = 1.0
"""Seconds of CPU time that a render has: `render_timeout`."""
EXPENSIVE = 3.0
"""Seconds of CPU time that a hostile request may cost in all: its render, its failure, its garbage."""
VISITORS = 0.4
"""Cores that everybody else may need meanwhile."""
OWN = 1.0
"""Seconds that an innocent page may need besides."""
_TRACEBACK = re.compile(r"^Traceback \(most recent call last\):", re.MULTILINE)
_UNEXPECTED = re.compile(r"^.*(?:[Uu]nexpected exit|panicked|Fatal Python error).*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Limits:
    """What is held against a server.

    Attributes:
        peak: megabytes that each worker may take for a moment, above what it had.
        timing: whether durations count; a busy machine is no failure of the server's.
    """

    peak: float = 1024.0
    timing: bool = True


def reasons(run: AttackRun, limits: Limits) -> list[str]:
    """Why the server has not held; empty if it has."""
    return [
        *([run.died] if run.died else []),
        *_of_hostile(run),
        *_of_probes(run, limits),
        *_of_innocent(run, limits),
        *_of_memory(run, limits),
        *_of_time(run, limits),
        *_of_rest(run),
    ]


def stretch(run: AttackRun) -> float:
    """The factor by which durations may be longer, for what other programs have used of the processors."""
    return 1.0 + run.cores[1]


def _of_hostile(run: AttackRun) -> Iterator[str]:
    if run.hangs:
        yield "the server hangs"
    late = [answer.seconds for answer in run.hostile if answer.failure == "timeout"]
    if late:
        yield f"no answer to the attack in {max(late):.0f} s"


def _of_probes(run: AttackRun, limits: Limits) -> Iterator[str]:
    allowed = (QUICK + run.delay) * stretch(run)
    for path, latency in run.under.items():
        needs_v8 = path == ENDPOINT and run.attack.rerouting
        if limits.timing and latency.longest > allowed and not needs_v8:
            yield f"{path} waited {latency.longest:.2f} s"
        if latency.failures:
            yield f"{path}: {_failures(latency)} of {latency.count}"


def _failures(latency: Latency) -> str:
    return ", ".join(f"{count} {name}" for name, count in latency.failures.items())


def _of_innocent(run: AttackRun, limits: Limits) -> Iterator[str]:
    bad = Counter(answer.outcome for answer in run.innocent if answer.status != 200)
    if bad:
        counts = ", ".join(f"{count} {name}" for name, count in bad.items())
        yield f"innocent pages: {counts} of {len(run.innocent)}"
    longest = slowest(run.innocent)
    allowed = (BUDGET * run.plan.count + OWN + run.delay) * stretch(run)
    if limits.timing and longest > allowed:
        yield f"an innocent page waited {longest:.2f} s"
    after = [answer.outcome for answer in run.after if answer.status != 200]
    if after:
        yield f"afterwards: {', '.join(after)} of {len(PAGES)}"


def slowest(answers: Sequence[Answer]) -> float:
    """The longest of their seconds."""
    return max((answer.seconds for answer in answers), default=0.0)


def _of_memory(run: AttackRun, limits: Limits) -> Iterator[str]:
    memory = run.memory
    if memory.peak > memory.before + limits.peak * run.workers:
        yield f"{memory.peak:.0f} MB at the peak, {memory.before:.0f} before"
    if memory.before and not run.died and memory.back_after is None:
        yield f"{memory.after:.0f} MB are left, {memory.before:.0f} before"


def _of_time(run: AttackRun, limits: Limits) -> Iterator[str]:
    used = run.cores[0] * run.seconds
    if limits.timing and used > EXPENSIVE * run.plan.count + VISITORS * run.seconds:
        yield f"{used:.0f} s of CPU time in {run.seconds:.0f} s"


def _of_rest(run: AttackRun) -> Iterator[str]:
    if run.busy > IDLE and not run.died:
        yield f"{run.busy:.1f} cores in use at rest"
    yield from run.end
    yield from sorted({f"log: {line.strip()[:100]}" for line in _UNEXPECTED.findall(run.log)})


def tracebacks(run: AttackRun) -> int:
    """How many the log has. An attack may fail with one, as any page that throws."""
    return len(_TRACEBACK.findall(run.log))
