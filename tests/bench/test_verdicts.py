from collections.abc import Iterator

import pytest
from harness.cases import CASES
from harness.rounds import Measured
from harness.stats import Sample
from harness.verdicts import (
    Outcome,
    Quartiles,
    Run,
    Verdict,
    changed_packages,
    exit_code,
    markdown,
    paired,
    quartiles,
    until_quiet,
)

CPU = Quartiles(1.0, 1.0, 1.0)
QUIET, SLOW, NOISY = (0.99, 1.0, 1.01), (0.93, 0.95, 0.96), (0.9, 1.0, 1.1)


def run(low: float, median: float, high: float) -> Run:
    return Run(1200.0, 1000.0, Quartiles(low, median, high), CPU, 0.0)


def outcome(*figures: tuple[float, float, float], problem: str = "") -> Outcome:
    return Outcome(CASES[0], tuple(run(*each) for each in figures), problem)


def measured(rates: list[float], cpu: float) -> Measured:
    return Measured("x", [Sample(rps, 1, 2, cpu, 50, 9, cpu / 1000, 0.1) for rps in rates], 10, [])


def test_quartiles_of_nine_are_the_third_fifth_and_seventh() -> None:
    assert quartiles([9, 1, 8, 2, 7, 3, 6, 4, 5]) == Quartiles(3, 5, 7)


def test_one_far_round_moves_no_quartile() -> None:
    assert quartiles([1, 2, 3, 4, 5, 6, 7, 8, 900]) == Quartiles(3, 5, 7)


def test_rounds_are_paired_working_tree_over_commit() -> None:
    # Both sides halve in the second round: the machine did, so the ratios stay.
    found = paired(measured([90, 45, 99], cpu=110), measured([100, 50, 100], cpu=100))
    assert (found.ratio.low, found.ratio.median, found.ratio.high) == pytest.approx((0.9, 0.9, 0.945))
    assert found.cpu_ratio.median == pytest.approx(100 / 110)
    assert (found.tree_rps, found.commit_rps) == (90, 100)
    assert found.others_share == pytest.approx(0.105)


def test_a_round_without_a_partner_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        paired(measured([1, 2, 3], 1), measured([1, 2], 1))


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ((0.99, 1.0, 1.01), Verdict.NOT_SLOWER),
        ((0.96, 0.97, 0.98), Verdict.NOT_SLOWER),
        ((0.96, 0.969, 0.98), Verdict.SLOWER),
        ((1.48, 1.5, 1.56), Verdict.NOT_SLOWER),
        ((0.46, 0.5, 0.51), Verdict.TOO_NOISY),
        ((0.96, 1.0, 1.03), Verdict.TOO_NOISY),
    ],
)
def test_verdict(figures: tuple[float, float, float], expected: Verdict) -> None:
    assert outcome(figures).verdict is expected


def test_the_last_run_counts() -> None:
    assert outcome(NOISY, SLOW).verdict is Verdict.SLOWER


def test_a_case_that_failed_is_not_judged_by_the_runs_before() -> None:
    assert outcome(QUIET, problem="no answer").verdict is Verdict.NOT_MEASURED


def repeated(*figures: tuple[float, float, float]) -> tuple[tuple[Run, ...], list[int]]:
    """Give these figures one after the other; return the runs made, and what was said to be left."""
    coming: Iterator[Run] = iter([run(*each) for each in figures])
    left: list[int] = []
    return until_quiet(lambda: next(coming), lambda _, more: left.append(more)), left


def test_a_quiet_run_is_not_repeated() -> None:
    runs, left = repeated(SLOW, QUIET)
    assert runs == (run(*SLOW),)
    assert left == []


def test_a_noisy_run_is_repeated_until_one_is_quiet() -> None:
    runs, left = repeated(NOISY, NOISY, SLOW, QUIET)
    assert runs == (run(*NOISY), run(*NOISY), run(*SLOW))
    assert left == [3, 2]


def test_it_gives_up_after_three_more() -> None:
    runs, left = repeated(*[NOISY] * 4, QUIET)
    assert len(runs) == 4
    assert left == [3, 2, 1]


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        ([outcome(QUIET), outcome(NOISY, QUIET)], 0),
        ([outcome(QUIET), outcome(SLOW)], 1),
        ([outcome(NOISY), outcome(SLOW)], 1),
        ([outcome(QUIET), outcome(NOISY)], 3),
        ([outcome(QUIET), outcome(problem="no answer")], 3),
    ],
)
def test_exit_code(outcomes: list[Outcome], code: int) -> None:
    assert exit_code(outcomes) == code


def test_table() -> None:
    table = markdown([outcome(QUIET), outcome(NOISY, SLOW), outcome(problem="no answer")])
    head, rule, *rows = table.splitlines()
    assert len({len(line) for line in (head, rule, *rows)}) == 1
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in (head, *rows)]
    assert cells[0][:4] == ["case", "commit req/s", "tree req/s", "tree / commit"]
    assert cells[1] == ["small page", "1 000", "1 200", "1.000", "0.990 to 1.010", "1.000", "1", "not slower"]
    assert cells[2][3:] == ["0.950", "0.930 to 0.960", "1.000", "2", "**SLOWER**"]
    assert cells[3] == ["small page", "", "", "", "", "", "0", "**not measured**"]
    assert [part.strip()[-1] for part in rule.strip("|").split("|")] == ["-", *":" * 6, "-"]


def test_packages_that_changed_are_named() -> None:
    commit, tree = {"granian": "1", "orjson": "3", "old": "2"}, {"granian": "2", "orjson": "3"}
    assert changed_packages(commit, tree) == [
        "granian: 1 in the commit, 2 in the working tree",
        "old: 2 in the commit, none in the working tree",
    ]
