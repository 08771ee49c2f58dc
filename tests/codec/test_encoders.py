"""The application's encoders."""

from __future__ import annotations

from typing import Any

import pytest

from lissome.codec.encoders import encode_custom, encodes_any


@pytest.mark.parametrize("result", ["text", 1, [], {}, (), b""])
def test_a_true_result_is_taken(result: object) -> None:
    assert encode_custom({"A": lambda _: result}, object()) == ("A", result)


@pytest.mark.parametrize("result", [False, None, 0, ""])
def test_a_false_result_is_not(result: object) -> None:
    assert encode_custom({"A": lambda _: result}, object()) is None


def test_the_first_encoder_that_takes_the_value_counts() -> None:
    encoders: Any = {"A": lambda _: False, "B": lambda _: 1, "C": lambda _: 2}
    assert encode_custom(encoders, object()) == ("B", 1)


@pytest.mark.parametrize(
    ("results", "expected"), [([False, None], False), ([False, True], True), ([False, 0], True), ([], False)]
)
def test_columns(results: list[object], expected: bool) -> None:
    left = iter(results)
    assert encodes_any(lambda _: next(left), range(len(results))) is expected
