"""A run: windows of requests over several connections, and a look at the server after each."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import httpx

from fuzzing import judge
from fuzzing.chance import Corpus, make
from fuzzing.client import Outcome, Pipeline, send_alone
from fuzzing.message import Message

QUIET_LOOKS = 20
"""How often to look whether the requests of a window have ended."""
CONNECTIONS = 8
PIPELINED = 6
"""Requests at most that wait for an answer on one connection."""

RESTORED = 250
"""Requests after which everybody is back, and signed in: some remove people, or their own session."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A request that was answered wrongly, by its number."""

    number: int
    problem: str
    message: Message


@dataclass(slots=True)
class Campaign:
    """What happens, and what has happened.

    Attributes:
        statuses: requests by their answer's status; "closed" for a connection that ended without one.
        reached: the same, by the route that the path names.
        samples: what `/worker` said after each window, with the number of requests before it.
    """

    port: int
    corpus: Corpus
    seed: int
    route_of: Callable[[Message], str]
    log: Callable[[], str]
    restore: Callable[[], None]
    failures: list[Failure] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    reached: Counter[tuple[str, str]] = field(default_factory=Counter)
    mutations: Counter[str] = field(default_factory=Counter)
    samples: list[dict[str, int]] = field(default_factory=list)
    _read: int = 0

    async def run(self, requests: int, window: int, report: Callable[[str], None]) -> None:
        """Send requests number 0 to `requests`; measure after each `window` of them."""
        for start in range(0, requests, RESTORED):
            self.restore()
            end = min(start + RESTORED, requests)
            numbers = iter(range(start, end))
            await asyncio.gather(*(self._lane(numbers, report) for _ in range(CONNECTIONS)))
            if end % window < RESTORED or end == requests:
                await self._look(end, report)

    async def _lane(self, numbers: Iterator[int], report: Callable[[str], None]) -> None:
        """Take the next requests until there are none left."""
        pipeline = Pipeline(self.port)
        try:
            while batch := [(number, make(self.corpus, self.seed, number)) for number in _some(numbers)]:
                together = [pair for pair in batch if pair[1].keeps_the_connection]
                outcomes = await pipeline.send([message for _, message in together])
                for (number, _), outcome in zip(together, outcomes, strict=True):
                    self._note(number, outcome, report)
                for number, message in batch:
                    if not message.keeps_the_connection:
                        self._note(number, await send_alone(self.port, message), report)
        finally:
            pipeline.close()

    def _note(self, number: int, outcome: Outcome, report: Callable[[str], None]) -> None:
        status = str(outcome.answers[0].status) if outcome.answers else "closed"
        self.statuses[status] += 1
        self.reached[self.route_of(outcome.message), status] += 1
        self.mutations.update(outcome.message.story[1:] or ("as recorded",))
        for problem in judge.problems(outcome):
            self.failures.append(Failure(number, problem, outcome.message))
            report(f"request {number}: {problem}")

    async def _look(self, requests: int, report: Callable[[str], None]) -> None:
        """The worker's figures when all is quiet, and what the log has got to say."""
        await asyncio.sleep(0.3)
        async with httpx.AsyncClient(timeout=30) as client:
            counts: dict[str, int] = {}
            for _ in range(QUIET_LOOKS):
                counts = (await client.get(f"http://127.0.0.1:{self.port}/worker")).json()
                if counts["events"] <= 1:  # the one that asks
                    break
                await asyncio.sleep(0.3)
        self.samples.append({"requests": requests, **counts})
        log = self.log()
        new, self._read = log[self._read :], len(log)
        found = judge.alarms(new)
        self.alarms += found
        report(f"{requests} requests: {counts}" + "".join(f"\nlog: {text}" for text in found))


def _some(numbers: Iterator[int]) -> list[int]:
    first = next(numbers, None)
    if first is None:
        return []
    more = (next(numbers, None) for _ in range(first % PIPELINED))
    return [first, *(number for number in more if number is not None)]
