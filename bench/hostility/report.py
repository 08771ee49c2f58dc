"""Attack runs for people, a line for each, and for programs."""

from collections import Counter
from dataclasses import asdict
from typing import Any

from hostility.attack_run import ENDPOINT, STATIC, AttackRun
from hostility.probes import Latency
from hostility.verdict import Limits, reasons, slowest, tracebacks

HEAD = (
    f"{'attack':34} {'w x n':5} {'got':>9} {'after s':>7} {'static p99/max':>15} {'endpoint':>13}"
    f" {'calm':>5} {'own':>5} {'innocent':>9} {'MB before/peak/after':>20} {'lost':>4} {'cores':>7}  verdict"
)
_LOG_KEPT = 6000
"""Characters of the beginning of a log, and of its end."""


def describe(run: AttackRun, limits: Limits) -> str:
    """A line of the table; durations of probes in milliseconds."""
    memory, calm = run.memory, max((one.longest for one in run.calm.values()), default=0.0)
    found = reasons(run, limits)
    good = sum(answer.status == 200 for answer in run.innocent)
    return (
        f"{run.attack.label:34} {run.workers}x{run.plan.count:<3} {_got(run):>9}"
        f" {slowest(run.hostile):7.1f} {_latency(run.under.get(STATIC)):>15}"
        f" {_latency(run.under.get(ENDPOINT)):>13} {_ms(calm):>5} {_ms(run.delay):>5}"
        f" {good}/{len(run.innocent)} {slowest(run.innocent):4.1f}"
        f" {f'{memory.before:.0f}/{memory.peak:.0f}/{memory.after:.0f}':>20} {run.replaced:4d}"
        f" {run.cores[0]:.1f}+{run.cores[1]:.1f}  {'; '.join(found) or 'held'}"
    )


def _got(run: AttackRun) -> str:
    return ",".join(
        name if count == run.plan.count else f"{count}x{name}" for name, count in run.outcomes().items()
    )


def _latency(latency: Latency | None) -> str:
    return f"{_ms(latency.p99)}/{_ms(latency.longest)}" if latency else ""


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f}"


def as_json(runs: list[AttackRun], limits: Limits) -> list[dict[str, Any]]:
    """All figures, with the reasons of each verdict; both ends of each log."""
    return [
        {
            **asdict(run),
            "label": run.attack.label,
            "reasons": reasons(run, limits),
            "tracebacks": tracebacks(run),
            "log": shortened(run.log),
        }
        for run in runs
    ]


def shortened(log: str) -> str:
    """Both ends of a log, if it is long."""
    if len(log) <= 2 * _LOG_KEPT:
        return log
    return f"{log[:_LOG_KEPT]}\n[{len(log) - 2 * _LOG_KEPT} characters]\n{log[-_LOG_KEPT:]}"


def summary(runs: list[AttackRun], limits: Limits) -> str:
    """How many held, by kind, workers and number of requests at a time."""
    held: Counter[tuple[str, int, int]] = Counter()
    total: Counter[tuple[str, int, int]] = Counter()
    for run in runs:
        key = (run.attack.kind, run.workers, run.plan.count)
        total[key] += 1
        held[key] += not reasons(run, limits)
    lines = [
        f"{kind:10} {workers} workers, {number} at a time: {held[key]} of {total[key]} held"
        for key in total
        for kind, workers, number in [key]
    ]
    return "\n".join([*lines, f"{sum(held.values())} of {sum(total.values())} held"])
