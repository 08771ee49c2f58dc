"""A server under attack for a long time, with innocent visitors all the while."""

import asyncio
import contextlib
import itertools
import os
import random
import signal
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from hostility.attacks import Attack
from hostility.client import Answer, get
from hostility.processes import PROC, Load, Watch, rss_mb, tree
from hostility.target import Target

PAGES = ("/", "/login", "/health", "/dashboard", "/favicon.svg", "/users", "/innocent/fetching", "/settings")
"""The demo's pages, some of which only those who are signed in may see, and one whose load waits."""
SIGN_IN = "/login"
"""Sends those away who are signed in."""
PATIENCE = 40.0
"""Seconds after which an innocent or a hostile request has failed."""
CEILING = 8000.0
"""Megabytes after which the server is killed, for the sake of the machine."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds: of the whole, and between two innocent requests, two attacks, two killed workers.

    Attributes:
        one_by_one: whether an attack waits for the answer to the one before. On a machine that has other work
            an attack may hold a worker for ten seconds (`render_wall_timeout`), and more would pile up.
    """

    seconds: float = 1800.0
    innocent: float = 0.05
    attack: float = 5.0
    kill: float = 60.0
    one_by_one: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """Megabytes of all processes, some seconds after the beginning."""

    at: float
    megabytes: float
    processes: int


@dataclass
class SoakRun:
    """What was seen.

    Attributes:
        start: on the monotonic clock.
        kills: when a worker was killed, on the same clock.
        hostile: what the attacks got, with their labels.
        cores: used by the server and by everybody else.
        delay: the longest delay of this process' own timers.
    """

    pace: Pace
    start: float
    innocent: list[Answer] = field(default_factory=list)
    hostile: list[tuple[str, Answer]] = field(default_factory=list)
    kills: list[float] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)
    cores: tuple[float, float] = (0.0, 0.0)
    delay: float = 0.0
    died: str = ""
    end: list[str] = field(default_factory=list)
    log: str = ""


async def run_soak(
    target: Target,
    attacks: Sequence[Attack],
    pace: Pace,
    *,
    seed: int,
    cookie: str,
    report: Callable[[str], object],
) -> SoakRun:
    """Send everything at its pace until the time is over, and wait for the answers.

    Args:
        seed: decides the order of the attacks, all of which come before one comes again.
        cookie: of somebody who may see all pages of the demo.
        report: is told of what goes wrong while it does.
    """
    assert target.root
    await _first_requests(target, cookie)
    run, load = SoakRun(pace, time.monotonic()), Load(target.root)
    running = _Running(target, run, report)
    order = _shuffled(attacks, random.Random(seed))  # noqa: S311 - the same each time, on purpose
    pages = itertools.cycle(PAGES)
    async with Watch(target.root, CEILING) as watch, asyncio.TaskGroup() as group:
        group.create_task(running.every(pace.innocent, lambda: running.visit(next(pages), cookie)))
        attack = running.every(pace.attack, lambda: running.attack(next(order)), one_by_one=pace.one_by_one)
        group.create_task(attack)
        group.create_task(running.every(pace.kill, running.kill, first=pace.kill / 2))
        group.create_task(running.every(1.0, running.measure))
    run.cores = load.cores()
    run.died = _death(target, watch)
    return run


def _death(target: Target, watch: Watch) -> str:
    if watch.is_over:
        return f"it took more than {CEILING:g} MB and was killed"
    return "" if target.is_alive() else "the server ended"


def _shuffled(attacks: Sequence[Attack], chance: random.Random) -> "itertools.chain[Attack]":
    return itertools.chain.from_iterable(chance.sample(attacks, len(attacks)) for _ in itertools.count())


async def _first_requests(target: Target, cookie: str) -> None:
    """Let every worker import and compile what it needs."""
    for _ in range(5 * target.workers):
        for page in PAGES:
            await get(target.port, page, seconds=PATIENCE, cookie=cookie)


@dataclass
class _Running:
    """The things that are done again and again."""

    target: Target
    run: SoakRun
    report: Callable[[str], object]

    async def every(
        self,
        seconds: float,
        what: Callable[[], Awaitable[None]],
        *,
        first: float = 0.0,
        one_by_one: bool = False,
    ) -> None:
        """Begin something at its pace, however long earlier ones take, and wait for all of them.

        Args:
            seconds: between two beginnings.
            first: seconds before the first one.
            one_by_one: begin the next one when the one before has ended, if that is later.
        """
        due = self.run.start + first
        async with asyncio.TaskGroup() as group:
            while due < self.run.start + self.run.pace.seconds and self.target.is_alive():
                await asyncio.sleep(due - time.monotonic())
                self.run.delay = max(self.run.delay, time.monotonic() - due)
                begun = group.create_task(_run(what))
                due += seconds
                if one_by_one:
                    await begun
                    due = max(due, time.monotonic())

    async def visit(self, page: str, cookie: str) -> None:
        shown = "" if page == SIGN_IN else cookie
        answer = await get(self.target.port, page, seconds=PATIENCE, cookie=shown)
        self.run.innocent.append(answer)
        if answer.status != 200:
            self.report(f"{self._at(answer.at):7.1f} s: {page} {answer.outcome} after {answer.seconds:.2f} s")

    async def attack(self, attack: Attack) -> None:
        answer = await get(self.target.port, attack.path, seconds=PATIENCE)
        self.run.hostile.append((attack.label, answer))
        self.report(
            f"{self._at(answer.at):7.1f} s: {attack.label} got {answer.outcome} after {answer.seconds:.1f} s"
        )

    async def kill(self) -> None:
        """Kill one of the workers, each in its turn."""
        assert self.target.root
        workers = [process for process in tree(self.target.root)[1:] if _is_worker(process)]
        if workers:
            worker = workers[len(self.run.kills) % len(workers)]
            self.run.kills.append(time.monotonic())
            self.report(f"{self._at(time.monotonic()):7.1f} s: kill -9 {worker}, one of {len(workers)}")
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)

    async def measure(self) -> None:
        assert self.target.root
        members = tree(self.target.root)
        self.run.samples.append(Sample(self._at(time.monotonic()), rss_mb(members), len(members)))

    def _at(self, moment: float) -> float:
        return moment - self.run.start


async def _run(what: Callable[[], Awaitable[None]]) -> None:
    await what()


def _is_worker(process: int) -> bool:
    """True unless it is one of multiprocessing's helpers."""
    try:
        return b"resource_tracker" not in (PROC / str(process) / "cmdline").read_bytes()
    except OSError:
        return False
