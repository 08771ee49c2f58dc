"""One attack on one server: who asks for what and when, and what is looked at."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import TypeVar

from hostility.attacks import Attack
from hostility.client import Answer, get
from hostility.probes import Latency, Probes
from hostility.processes import Load, Watch, rss_mb, tree
from hostility.target import Target

STATIC, ENDPOINT = "/favicon.svg", "/innocent/api"
SMALL, FETCHING, PYTHON = "/innocent/small", "/innocent/fetching", "/innocent/python"
PAGES = (SMALL, FETCHING, PYTHON)
WITH_IT = ((-0.05, FETCHING), (-0.01, SMALL), (0.0, PYTHON), (0.05, SMALL), (0.3, FETCHING), (0.3, SMALL))
"""Innocent pages beside an attack, and the seconds after it at which each is asked for."""
MEANWHILE = 0.5
"""Seconds between further innocent pages, until the attack is answered."""
IDLE = 0.35
"""Cores that a server at rest may use."""
CEILING = 6000.0
"""Megabytes after which the server is killed, for the sake of the machine."""


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Plan:
    """Seconds of patience.

    Attributes:
        count: hostile requests at the same time.
        patience: for the answers to them.
        settle: for memory and processors to come to rest afterwards.
        spare: megabytes above the memory of before that are as good as before, besides a quarter of it.
        give_up: after which an innocent request has failed.
        calm: of probing before the attack.
        after: of probing after it, at least.
        warm_up: requests for each innocent page and worker before anything is measured.
    """

    count: int = 1
    patience: float = 40.0
    settle: float = 20.0
    spare: float = 64.0
    give_up: float = 10.0
    calm: float = 1.0
    after: float = 0.5
    warm_up: int = 15


@dataclass
class Memory:
    """Megabytes of all processes together, and seconds from the attack's end until they were back."""

    before: float = 0.0
    peak: float = 0.0
    after: float = 0.0
    back_after: float | None = None

    def is_back(self, spare: float) -> bool:
        return self.after <= self.before * 1.25 + spare


@dataclass
class AttackRun:
    """What was seen.

    Attributes:
        hostile: what each of the hostile requests got.
        calm, under: latencies of the probes by path, before the attack and from then on.
        innocent: pages beside the attack; `after`: those when it was over.
        delay: the longest delay of this process' own timers.
        seconds: from the attack until memory was back.
        cores: used meanwhile by the server and by everybody else.
        busy: cores that the server uses at rest, afterwards.
        replaced: workers that have ended.
        hangs: whether no static file is to be had any more, after which nothing else is waited for.
        died: whether the server itself has, or was killed for its memory.
        log: what it said.
    """

    attack: Attack
    workers: int
    plan: Plan
    hostile: list[Answer] = field(default_factory=list)
    calm: dict[str, Latency] = field(default_factory=dict)
    under: dict[str, Latency] = field(default_factory=dict)
    innocent: list[Answer] = field(default_factory=list)
    after: list[Answer] = field(default_factory=list)
    memory: Memory = field(default_factory=Memory)
    delay: float = 0.0
    calm_delay: float = 0.0
    seconds: float = 0.0
    cores: tuple[float, float] = (0.0, 0.0)
    busy: float = 0.0
    replaced: int = 0
    hangs: bool = False
    died: str = ""
    end: list[str] = field(default_factory=list)
    log: str = ""

    def outcomes(self) -> dict[str, int]:
        """How often the hostile requests got what."""
        return dict(Counter(answer.outcome for answer in self.hostile))


async def run_attack(target: Target, attack: Attack, plan: Plan) -> AttackRun:
    """Warm the server up, attack it, and watch it until it has come to rest or patience is at its end."""
    seen = AttackRun(attack, target.workers, plan)
    await _warm_up(target, plan)
    async with Probes(target.port, (STATIC, ENDPOINT), plan.give_up) as calm:
        await asyncio.sleep(plan.calm)
    seen.calm = {path: calm.latency(path) for path in calm.paths}
    seen.calm_delay = max(calm.delays, default=0.0)
    if target.root is None:
        await _under_attack(target, seen)
    else:
        await _watched(target, target.root, seen)
    if not seen.hangs:
        pages = (get(target.port, path, seconds=plan.give_up) for path in PAGES)
        seen.after = await asyncio.gather(*pages)
    if not target.is_alive():
        seen.died = seen.died or "the server ended"
    seen.log = target.log()
    return seen


async def _watched(target: Target, root: int, seen: AttackRun) -> None:
    workers = set(tree(root))
    seen.memory.before = rss_mb(list(workers))
    async with Watch(root, CEILING) as watch:
        load, start = Load(root), time.monotonic()
        await _under_attack(target, seen)
        seen.cores, seen.seconds = load.cores(), time.monotonic() - start
        seen.busy = await _until_idle(root, 0 if seen.hangs else seen.plan.settle)
    seen.memory.peak = watch.peak
    seen.replaced = len(workers - set(tree(root)) - {root})
    if watch.is_over:
        seen.died = f"it took more than {CEILING:g} MB and was killed"


async def _warm_up(target: Target, plan: Plan) -> None:
    for _ in range(plan.warm_up * target.workers):
        for path in (*PAGES, STATIC, ENDPOINT):
            await get(target.port, path, seconds=plan.give_up)


async def _under_attack(target: Target, seen: AttackRun) -> None:
    """Probe from just before the attack until memory is back."""
    plan = seen.plan
    async with Probes(target.port, (STATIC, ENDPOINT), plan.give_up) as probes:
        async with asyncio.TaskGroup() as group:
            pages = [
                group.create_task(_later(0.1 + at, _innocent(target, seen, path))) for at, path in WITH_IT
            ]
            group.create_task(_later(0.1, _attack(target, seen, probes)))
            more = group.create_task(_meanwhile(target, seen, probes))
        seen.innocent = [*(page.result() for page in pages), *more.result()]
        await asyncio.sleep(plan.after)
        seen.hangs = probes.are_unanswered
        if target.root is not None:
            await _until_back(target.root, seen)
    seen.under = {path: probes.latency(path) for path in probes.paths}
    seen.delay = max(probes.delays, default=0.0)


async def _later(seconds: float, what: Awaitable[T]) -> T:
    await asyncio.sleep(seconds)
    return await what


async def _innocent(target: Target, seen: AttackRun, path: str) -> Answer:
    return await get(target.port, path, seconds=seen.plan.give_up)


async def _attack(target: Target, seen: AttackRun, probes: Probes) -> None:
    """Send the hostile requests, and wait for their answers as long as there is hope."""
    start, path = time.monotonic(), seen.attack.path
    requests = {
        asyncio.create_task(get(target.port, path, seconds=seen.plan.patience))
        for _ in range(seen.plan.count)
    }
    waiting = requests
    while waiting and not probes.are_unanswered:
        _, waiting = await asyncio.wait(waiting, timeout=0.5)
    for request in waiting:
        request.cancel()
    no_answer = Answer(path, start, time.monotonic() - start, None, "timeout")
    seen.hostile = [no_answer if request in waiting else request.result() for request in requests]


async def _meanwhile(target: Target, seen: AttackRun, probes: Probes) -> list[Answer]:
    """Ask for innocent pages until the hostile requests are answered."""
    answers: list[asyncio.Task[Answer]] = []
    await asyncio.sleep(0.5)
    while not seen.hostile and target.is_alive() and not probes.are_unanswered:
        await asyncio.sleep(MEANWHILE)
        page = PAGES[len(answers) % len(PAGES)]
        answers.append(asyncio.create_task(_innocent(target, seen, page)))
    return list(await asyncio.gather(*answers))


async def _until_back(root: int, seen: AttackRun) -> None:
    start = time.monotonic()
    while True:
        seen.memory.after = rss_mb(tree(root))
        waited = time.monotonic() - start
        if seen.memory.is_back(seen.plan.spare):
            seen.memory.back_after = waited
            return
        if waited > seen.plan.settle or seen.hangs:
            return
        await asyncio.sleep(0.1)


async def _until_idle(root: int, seconds: float) -> float:
    """Wait until the tree is at rest; returns the cores that it used in the end."""
    deadline = time.monotonic() + seconds
    while True:
        load = Load(root)
        await asyncio.sleep(0.3)
        cores, _ = load.cores()
        if cores < IDLE or time.monotonic() > deadline:
            return cores
