"""The judgement of an episode."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hostility.client import Answer
from hostility.episode import ENDPOINT, IDLE, PAGES, Episode
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


def reasons(episode: Episode, limits: Limits) -> list[str]:
    """Why the server has not held; empty if it has."""
    return [
        *([episode.died] if episode.died else []),
        *_of_hostile(episode),
        *_of_probes(episode, limits),
        *_of_innocent(episode, limits),
        *_of_memory(episode, limits),
        *_of_time(episode, limits),
        *_of_rest(episode),
    ]


def stretch(episode: Episode) -> float:
    """The factor by which durations may be longer, for what other programs have used of the processors."""
    return 1.0 + episode.cores[1]


def _of_hostile(episode: Episode) -> Iterator[str]:
    if episode.hangs:
        yield "the server hangs"
    late = [answer.seconds for answer in episode.hostile if answer.failure == "timeout"]
    if late:
        yield f"no answer to the attack in {max(late):.0f} s"


def _of_probes(episode: Episode, limits: Limits) -> Iterator[str]:
    allowed = (QUICK + episode.delay) * stretch(episode)
    for path, latency in episode.under.items():
        needs_v8 = path == ENDPOINT and episode.attack.rerouting
        if limits.timing and latency.longest > allowed and not needs_v8:
            yield f"{path} waited {latency.longest:.2f} s"
        if latency.failures:
            yield f"{path}: {_failures(latency)} of {latency.count}"


def _failures(latency: Latency) -> str:
    return ", ".join(f"{count} {name}" for name, count in latency.failures.items())


def _of_innocent(episode: Episode, limits: Limits) -> Iterator[str]:
    bad = Counter(answer.outcome for answer in episode.innocent if answer.status != 200)
    if bad:
        counts = ", ".join(f"{count} {name}" for name, count in bad.items())
        yield f"innocent pages: {counts} of {len(episode.innocent)}"
    longest = slowest(episode.innocent)
    allowed = (BUDGET * episode.plan.count + OWN + episode.delay) * stretch(episode)
    if limits.timing and longest > allowed:
        yield f"an innocent page waited {longest:.2f} s"
    after = [answer.outcome for answer in episode.after if answer.status != 200]
    if after:
        yield f"afterwards: {', '.join(after)} of {len(PAGES)}"


def slowest(answers: Sequence[Answer]) -> float:
    """The longest of their seconds."""
    return max((answer.seconds for answer in answers), default=0.0)


def _of_memory(episode: Episode, limits: Limits) -> Iterator[str]:
    memory = episode.memory
    if memory.peak > memory.before + limits.peak * episode.workers:
        yield f"{memory.peak:.0f} MB at the peak, {memory.before:.0f} before"
    if memory.before and not episode.died and memory.back_after is None:
        yield f"{memory.after:.0f} MB are left, {memory.before:.0f} before"


def _of_time(episode: Episode, limits: Limits) -> Iterator[str]:
    used = episode.cores[0] * episode.seconds
    if limits.timing and used > EXPENSIVE * episode.plan.count + VISITORS * episode.seconds:
        yield f"{used:.0f} s of CPU time in {episode.seconds:.0f} s"


def _of_rest(episode: Episode) -> Iterator[str]:
    if episode.busy > IDLE and not episode.died:
        yield f"{episode.busy:.1f} cores in use at rest"
    yield from episode.end
    yield from sorted({f"log: {line.strip()[:100]}" for line in _UNEXPECTED.findall(episode.log)})


def tracebacks(episode: Episode) -> int:
    """How many the log has. An attack may fail with one, as any page that throws."""
    return len(_TRACEBACK.findall(episode.log))
