"""Requests at a steady pace, and this process' own delay beside them."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

from hostility.client import Answer, get

PERIOD = 0.02
"""Seconds between two probes of a path."""
UNANSWERED = 25
"""Probes of a path that time out one after the other, after which a server is said to hang."""
MOST = 64
"""Probes under way at a time; further ones are skipped, so that a server that hangs costs no more of them."""


@dataclass(frozen=True, slots=True)
class Latency:
    """Seconds; those that failed are in `failures` only, but for a `timeout`, which took its time."""

    count: int
    p50: float
    p99: float
    longest: float
    failures: dict[str, int]

    @classmethod
    def of(cls, answers: Sequence[Answer], expected: int = 200) -> "Latency":
        """Summarise; another status than `expected` is a failure too."""
        times = sorted(one.seconds for one in answers if one.failure in {"", "timeout"}) or [0.0]
        failed = Counter(one.outcome for one in answers if one.status != expected)
        return cls(len(answers), _share(times, 0.5), _share(times, 0.99), times[-1], dict(failed))


def _share(times: Sequence[float], share: float) -> float:
    return times[min(len(times) - 1, int(len(times) * share))]


@dataclass
class Probes:
    """Sends a request for each path every `PERIOD`, whether or not earlier ones were answered.

    Attributes:
        give_up: seconds after which a probe has failed.
        delays: seconds by which this process' own timers were late.
    """

    port: int
    paths: Sequence[str]
    give_up: float
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    delays: list[float] = field(default_factory=list)
    _running: set[asyncio.Task[None]] = field(default_factory=set)
    _loop: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._loop = asyncio.create_task(self._send())
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._loop
        self._loop.cancel()
        if self.are_unanswered:
            for task in self._running:
                task.cancel()
        await asyncio.wait([self._loop, *self._running])

    @property
    def are_unanswered(self) -> bool:
        """True once nothing is answered any more, so that nobody needs to wait any longer."""
        return any(
            len(found) >= UNANSWERED and all(one.failure == "timeout" for one in found[-UNANSWERED:])
            for found in self.answers.values()
        )

    def latency(self, path: str) -> Latency:
        return Latency.of(self.answers.get(path, []))

    async def _send(self) -> None:
        due = time.monotonic()
        while True:
            for path in self.paths:
                if len(self._running) < MOST * len(self.paths):
                    task = asyncio.create_task(self._probe(path))
                    self._running.add(task)
                    task.add_done_callback(self._running.discard)
            due += PERIOD
            await asyncio.sleep(due - time.monotonic())
            self.delays.append(late := max(0.0, time.monotonic() - due))
            due += late

    async def _probe(self, path: str) -> None:
        self.answers.setdefault(path, []).append(await get(self.port, path, seconds=self.give_up))
