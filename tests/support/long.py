"""Samples for `make test`, whose rest `make long` takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def sampled(values: Iterable[Any], every: int) -> list[Any]:
    """Parameters, of which `make test` takes the first one of so many, and `make long` all others.

    For tests that take long, and that resemble one another: a change that breaks one of them breaks others.
    """
    return [
        value if number % every == 0 else pytest.param(*_arguments(value), marks=pytest.mark.long)
        for number, value in enumerate(values)
    ]


def _arguments(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)
