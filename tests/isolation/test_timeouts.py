"""Timeouts of routes."""

from __future__ import annotations

from typing import Any

import pytest

from lissome.errors import AppError
from lissome.isolation.timeouts import Timeouts

DEFAULT = Timeouts(30.0, 20.0)


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ({}, DEFAULT),
        ({"runtime": "edge"}, DEFAULT),
        ({"timeout": 60}, Timeouts(60, 20.0)),
        ({"timeout": None, "stream_timeout": 0.5}, Timeouts(None, 0.5)),
    ],
)
def test_config(config: dict[str, Any], expected: Timeouts) -> None:
    assert DEFAULT.with_config(config, "the page /") == expected


@pytest.mark.parametrize("value", [0, -1, "60", True, [1]])
def test_what_is_no_number_of_seconds(value: Any) -> None:
    with pytest.raises(AppError, match=r'the page /: config\["timeout"\] is .*seconds above 0, or None'):
        DEFAULT.with_config({"timeout": value}, "the page /")
