import pytest
from harness.stats import Line
from soak import Samples, describe, judge


@pytest.mark.parametrize(
    ("slope", "half_width", "expected"),
    [
        (0.0, 3.0, "flat"),
        (-90.0, 20.0, "flat"),
        (15.0, 1.0, "flat"),
        (40.0, 10.0, "it grows"),
        (40.0, 60.0, "not clear, try more --renders"),
        (0.0, 300.0, "not clear, try more --renders"),
    ],
)
def test_verdict_knows_its_doubt(slope: float, half_width: float, expected: str) -> None:
    assert judge(Line(slope, half_width)) == expected


def test_description_shows_both_ends_and_the_slope() -> None:
    samples = Samples("RSS", [1000, 2000, 3000, 4000], [1024, 2048, 3072, 4096])
    assert describe(samples) == (
        "RSS: 1.0 MB after 1000 requests, 4.0 MB after 4000; +1024.0 ± 0.0 KB per 1000 requests: it grows"
    )
