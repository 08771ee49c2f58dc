"""Figures from rounds: medians, ratios within a round, a straight line through samples. Pure functions."""

import itertools
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
class Quartiles:
    """The middle of some figures, and the middles of their lower and upper half."""

    lower: float
    median: float
    upper: float


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line fitted to samples by least squares."""

    slope: float
    half_width: float
    """Half the width of the slope's 95 % interval (normal approximation, see `fit`)."""


def spread(values: Sequence[float]) -> Spread:
    """Return median, minimum and maximum of at least one figure."""
    return Spread(statistics.median(values), min(values), max(values))


def quartiles(values: Sequence[float]) -> Quartiles:
    """Return the quartiles of at least one figure, between the least and the largest."""
    if len(values) == 1:
        return Quartiles(values[0], values[0], values[0])
    return Quartiles(*statistics.quantiles(values, n=4, method="inclusive"))


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
    """Fit a line through three points or more; the slope is in units of y per unit of x.

    Memory moves in steps, so a sample is much like the one before it and says less than a new one would. The
    interval is widened for that: by the square root of (1 + r) / (1 - r), r being the correlation of
    neighbouring residuals.
    """
    slope, intercept = statistics.linear_regression(xs, ys)
    mean = statistics.fmean(xs)
    residuals = [y - slope * x - intercept for x, y in zip(xs, ys, strict=True)]
    variance = sum(residual**2 for residual in residuals) / (len(xs) - 2)
    deviation = math.sqrt(variance / sum((x - mean) ** 2 for x in xs))
    likeness = neighbour_correlation(residuals)
    return Line(slope, 1.96 * deviation * math.sqrt((1 + likeness) / (1 - likeness)))


def neighbour_correlation(values: Sequence[float]) -> float:
    """Return how like its neighbour each value is: from 0 (not at all, or opposite) to 0.95 at most."""
    total = sum(value**2 for value in values)
    if total == 0:
        return 0.0
    pairs = sum(a * b for a, b in itertools.pairwise(values))
    return min(max(pairs / total, 0.0), 0.95)
