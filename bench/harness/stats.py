"""Figures from rounds: medians, ratios within a round, a straight line through samples. Pure functions."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sample:
    """One server in one round."""

    rps: float
    p50_ms: float
    p99_ms: float
    cpu_us_per_request: float
    """User and system time of the server's whole process tree."""
    rss_mb: float
    """Sum over the process tree, pages shared between its processes counted once for each of them."""
    requests: int
    others_share: float
    """Share of the server's core (0 to 1) that went to other processes, the hypervisor, the kernel."""
    load_share: float
    """Share of its own core (0 to 1) that the load generator used. Near 1, it has measured itself."""


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle and the ends of some figures."""

    median: float
    min: float
    max: float


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line fitted to samples by least squares."""

    slope: float
    half_width: float
    """Half the width of the slope's 95 % interval (normal approximation)."""


def spread(values: Sequence[float]) -> Spread:
    """Return median, minimum and maximum of at least one figure."""
    return Spread(statistics.median(values), min(values), max(values))


def pair_ratios(ours: Sequence[Sample], theirs: Sequence[Sample]) -> list[float]:
    """Return ours over theirs in requests per second, round by round.

    Only figures of the same round are divided: whatever slowed the machine down then hit both.

    Raises:
        ValueError: The two sides did not run the same number of rounds.
    """
    return [mine.rps / other.rps for mine, other in zip(ours, theirs, strict=True)]


def pair_cpu_ratios(ours: Sequence[Sample], theirs: Sequence[Sample]) -> list[float]:
    """Return theirs over ours in CPU per request, round by round: above 1, ours needs less.

    Raises:
        ValueError: As for `pair_ratios`.
    """
    return [
        other.cpu_us_per_request / mine.cpu_us_per_request for mine, other in zip(ours, theirs, strict=True)
    ]


def fit(xs: Sequence[float], ys: Sequence[float]) -> Line:
    """Fit a line through three points or more; the slope is in units of y per unit of x."""
    slope, intercept = statistics.linear_regression(xs, ys)
    mean = statistics.fmean(xs)
    residual = sum((y - slope * x - intercept) ** 2 for x, y in zip(xs, ys, strict=True))
    deviation = math.sqrt(residual / (len(xs) - 2) / sum((x - mean) ** 2 for x in xs))
    return Line(slope, 1.96 * deviation)
