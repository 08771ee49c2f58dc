"""Whether a change made something slower: quartiles of paired rounds, and when to doubt them.

Pure functions.
"""

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from harness.cases import Case
from harness.report import thousands
from harness.rounds import Measured
from harness.stats import pair_cpu_ratios, pair_ratios

NOT_SLOWER = 0.97
"""The least ratio of requests per second that does not count as slower."""
TOO_WIDE = 0.06
"""Width between the quartiles, as a share of the median, above which a measurement is not accepted."""
MOST_RUNS = 4
"""One, and three more where it was too noisy."""


class Verdict(StrEnum):
    """What is known of one case."""

    NOT_SLOWER = "not slower"
    SLOWER = "SLOWER"
    TOO_NOISY = "too noisy"
    NOT_MEASURED = "not measured"


@dataclass(frozen=True, slots=True)
class Quartiles:
    """The middle of some figures, and the two between which half of them lie."""

    low: float
    median: float
    high: float

    @property
    def width(self) -> float:
        """Distance of the outer two, as a share of the median."""
        return (self.high - self.low) / self.median

    @property
    def noisy(self) -> bool:
        """Whether they are too far apart for a difference of a few percent to be seen."""
        return self.width > TOO_WIDE


@dataclass(frozen=True, slots=True)
class Run:
    """One case, measured once: the working tree's figures over the commit's."""

    tree_rps: float
    commit_rps: float
    ratio: Quartiles
    """Requests per second of the working tree / of the commit, round by round: below 1, it became slower."""
    cpu_ratio: Quartiles
    """CPU per request of the commit / of the working tree, round by round: below 1, it needs more."""
    others_share: float
    """Median share (0 to 1) of the server's core that went to others meanwhile, the kernel among them."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out of one case. The last run counts; there is none where the case could not be measured."""

    case: Case
    runs: tuple[Run, ...]
    problem: str = ""

    @property
    def verdict(self) -> Verdict:
        """Below 0.97 is slower, but only from a run that was quiet enough to say so."""
        if self.problem or not self.runs:
            return Verdict.NOT_MEASURED
        ratio = self.runs[-1].ratio
        if ratio.noisy:
            return Verdict.TOO_NOISY
        return Verdict.NOT_SLOWER if ratio.median >= NOT_SLOWER else Verdict.SLOWER


def quartiles(values: Sequence[float]) -> Quartiles:
    """Return the quartiles of at least two figures; of nine they are the third, fifth and seventh.

    Raises:
        statistics.StatisticsError: There are fewer than two.
    """
    return Quartiles(*statistics.quantiles(values, n=4, method="inclusive"))


def paired(tree: Measured, commit: Measured) -> Run:
    """Pair the rounds of both sides.

    Raises:
        ValueError: The sides did not run the same number of rounds, or fewer than two.
    """
    return Run(
        statistics.median(sample.rps for sample in tree.samples),
        statistics.median(sample.rps for sample in commit.samples),
        quartiles(pair_ratios(tree.samples, commit.samples)),
        quartiles(pair_cpu_ratios(tree.samples, commit.samples)),
        statistics.median(sample.others_share for sample in (*tree.samples, *commit.samples)),
    )


def until_quiet(run: Callable[[], Run], report: Callable[[Run, int], None]) -> tuple[Run, ...]:
    """Measure until the quartiles are close enough, four times at most.

    A run is judged by its width alone, never by its median: repeating what one does not like to see would
    find what one would like.

    Args:
        run: measures once.
        report: is told of a run that is not accepted, and how many more there will be at most.
    """
    runs = [run()]
    while runs[-1].ratio.noisy and len(runs) < MOST_RUNS:
        report(runs[-1], MOST_RUNS - len(runs))
        runs.append(run())
    return tuple(runs)


def exit_code(outcomes: Sequence[Outcome]) -> int:
    """0: no case is slower; 1: one is; 3: none is, but not all of them could be told (2 is wrong usage)."""
    verdicts = {outcome.verdict for outcome in outcomes}
    if Verdict.SLOWER in verdicts:
        return 1
    return 0 if verdicts == {Verdict.NOT_SLOWER} else 3


COLUMNS = ("case", "commit req/s", "tree req/s", "tree / commit", "quartiles", "CPU ratio", "runs", "verdict")


def markdown(outcomes: Sequence[Outcome]) -> str:
    """Return the outcomes as a Markdown table, with columns that also line up as plain text."""
    rows = [COLUMNS, *(_row(outcome) for outcome in outcomes)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
    left = {0, len(COLUMNS) - 1}
    head, *body = [_line(row, widths, left) for row in rows]
    rule = ["-" * width if column in left else "-" * (width - 1) + ":" for column, width in enumerate(widths)]
    return "\n".join([head, _line(rule, widths, left), *body])


def _row(outcome: Outcome) -> tuple[str, ...]:
    verdict = outcome.verdict
    marked = verdict.value if verdict is Verdict.NOT_SLOWER else f"**{verdict.value}**"
    if verdict is Verdict.NOT_MEASURED:
        return (outcome.case.title, "", "", "", "", "", str(len(outcome.runs)), marked)
    run = outcome.runs[-1]
    return (
        outcome.case.title,
        thousands(run.commit_rps),
        thousands(run.tree_rps),
        f"{run.ratio.median:.3f}",
        f"{run.ratio.low:.3f} to {run.ratio.high:.3f}",
        f"{run.cpu_ratio.median:.3f}",
        str(len(outcome.runs)),
        marked,
    )


def _line(cells: Sequence[str], widths: Sequence[int], left: set[int]) -> str:
    padded = [
        cell.ljust(width) if column in left else cell.rjust(width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return f"| {' | '.join(padded)} |"


def changed_packages(commit: Mapping[str, str], tree: Mapping[str, str]) -> list[str]:
    """Return the packages whose versions differ: what they cost is not the change's own doing."""
    names = sorted(commit.keys() | tree.keys())
    return [
        f"{name}: {commit.get(name, 'none')} in the commit, {tree.get(name, 'none')} in the working tree"
        for name in names
        if commit.get(name) != tree.get(name)
    ]
