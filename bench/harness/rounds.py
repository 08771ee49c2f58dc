"""Measuring: rounds in which each server is pressed in turn, in changing order."""

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import httpx

from harness import same, usage
from harness.cases import Case
from harness.load import Load, press
from harness.servers import Running, Server, running
from harness.stats import Sample


@dataclass(frozen=True, slots=True)
class WarmUp:
    """Slices of load before the first round, until a server gets no faster (or the patience ends).

    Node needs about 20 s of load on one core until its JIT compiler has settled; a shorter fixed warm-up
    would have measured it cold, in our favour.
    """

    slice_seconds: int
    most_slices: int


@dataclass(frozen=True, slots=True)
class Plan:
    """How long, how often, and where."""

    rounds: int
    seconds: int
    warm_up: WarmUp
    server_core: int
    load: Load


@dataclass(frozen=True, slots=True)
class Measured:
    """What one server did in one case."""

    server: str
    samples: list[Sample]
    body_bytes: int
    warm_up_rps: list[float]


def joined(parts: Sequence[Measured]) -> Measured:
    """Return what several processes of one server did, as that of one."""
    samples = [sample for part in parts for sample in part.samples]
    warm_up = [rate for part in parts for rate in part.warm_up_rps]
    return Measured(parts[0].server, samples, parts[0].body_bytes, warm_up)


Progress = Callable[[str], None]
Compare = Callable[[Case, httpx.Response, httpx.Response], None]


def measure(
    case: Case,
    servers: Sequence[Server],
    plan: Plan,
    progress: Progress,
    compare: Compare = same.compare,
) -> list[Measured]:
    """Start the servers afresh, make sure they answer alike, and measure them in alternating rounds.

    The servers stand in the order ours, theirs, any others; what is returned keeps it. `compare` is given the
    answer of each of them and that of the first, and raises where these must not be measured.
    """
    with contextlib.ExitStack() as stack:
        live = [stack.enter_context(running(server, plan.server_core)) for server in servers]
        sizes = _require_same(case, live, compare)
        warm = [_warm_up(one, case, plan, progress) for one in live]
        samples: list[list[Sample]] = [[] for _ in live]
        for number in range(plan.rounds):
            for index in order(len(live), number):
                sample = _sample(live[index], case, plan)
                samples[index].append(sample)
                name = servers[index].name
                progress(f"{case.name} {number + 1}/{plan.rounds} {name}: {sample.rps:.0f} req/s")
    return [Measured(*each) for each in zip([s.name for s in servers], samples, sizes, warm, strict=True)]


def order(count: int, number: int) -> list[int]:
    """Return who goes first in a round: forwards in even rounds, backwards in odd ones.

    A machine that gets steadily slower then favours neither side.
    """
    forwards = list(range(count))
    return forwards if number % 2 == 0 else forwards[::-1]


def _require_same(case: Case, live: Sequence[Running], compare: Compare) -> list[int]:
    """Compare the answers of all servers and return the lengths of their bodies."""
    answers = [same.get(one.server.url + case.path) for one in live]
    for answer in answers:
        compare(case, answer, answers[0])
    return [len(answer.content) for answer in answers]


def _warm_up(one: Running, case: Case, plan: Plan, progress: Progress) -> list[float]:
    rates: list[float] = []
    while len(rates) < plan.warm_up.most_slices and not settled(rates):
        result = press(one.server.url + case.path, plan.warm_up.slice_seconds, plan.load)
        rates.append(result.requests / result.seconds)
        progress(f"{case.name} warm-up {one.server.name}: {rates[-1]:.0f} req/s")
    return rates


def settled(rates: Sequence[float], recent: int = 3, gain: float = 1.03) -> bool:
    """Whether the best of the recent slices is hardly better than the best of those before."""
    if len(rates) <= recent:
        return False
    return max(rates[-recent:]) <= gain * max(rates[:-recent])


def _sample(one: Running, case: Case, plan: Plan) -> Sample:
    cpu, core = usage.cpu_seconds(one.process), usage.core_seconds(plan.server_core)
    result = press(one.server.url + case.path, plan.seconds, plan.load)
    cpu = usage.cpu_seconds(one.process) - cpu
    core = usage.core_seconds(plan.server_core) - core
    return Sample(
        rps=result.requests / result.seconds,
        p50_ms=result.p50_ms,
        p99_ms=result.p99_ms,
        cpu_us_per_request=cpu / result.requests * 1e6,
        rss_mb=usage.rss_mb(one.process),
        requests=result.requests,
        others_share=max(0.0, core - cpu) / result.seconds,
        load_share=result.cpu_share,
    )
