import pytest
from harness.rounds import order, settled
from harness.stats import Sample, fit, neighbour_correlation, pair_ratios, spread


def sample(rps: float) -> Sample:
    return Sample(rps, 1.0, 2.0, 100.0, 50.0, 1000, 0.0, 0.1)


def test_spread_is_median_and_ends() -> None:
    figures = spread([3.0, 1.0, 10.0, 2.0])
    assert (figures.median, figures.min, figures.max) == (2.5, 1.0, 10.0)


def test_ratios_are_formed_within_a_round() -> None:
    ours, theirs = [sample(100), sample(50)], [sample(200), sample(25)]
    assert pair_ratios(ours, theirs) == [0.5, 2.0]


def test_ratios_refuse_rounds_without_a_partner() -> None:
    with pytest.raises(ValueError, match="zip"):
        pair_ratios([sample(1)], [])


def test_fit_of_an_exact_line_has_no_doubt() -> None:
    line = fit([0, 1, 2, 3], [5, 7, 9, 11])
    assert line.slope == pytest.approx(2)
    assert line.half_width == pytest.approx(0, abs=1e-9)


def test_fit_of_noise_covers_zero() -> None:
    line = fit(range(8), [100, 103, 99, 102, 101, 98, 103, 100])
    assert abs(line.slope) < line.half_width


def test_steps_leave_more_doubt_than_noise() -> None:
    noise = [1, -1, 1, -1, -1, 1, -1, 1, 1, -1, -1, 1]
    steps = sorted(noise)[:6] + sorted(noise)[6:]
    steps = steps[3:] + steps[:3]
    assert neighbour_correlation(noise) == 0
    assert neighbour_correlation(steps) > 0.5
    xs = range(12)
    assert fit(xs, steps).half_width > fit(xs, noise).half_width


def test_rounds_alternate() -> None:
    assert [order(2, number) for number in range(3)] == [[0, 1], [1, 0], [0, 1]]


@pytest.mark.parametrize(
    ("rates", "expected"),
    [
        ([], False),
        ([100, 100, 100], False),
        ([100, 100, 100, 100], True),
        ([100, 150, 200, 240], False),
        ([100, 200, 199, 203, 201], True),
        ([100, 200, 199, 220, 201], False),
    ],
)
def test_warm_up_ends_when_the_rate_stops_growing(rates: list[float], expected: bool) -> None:
    assert settled(rates) is expected
