"""What was written is free at once: a page's data does not wait for the garbage collector."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from lissome import codec


@dataclass
class Row:
    name: str
    tags: set[str]


@pytest.mark.parametrize("write", [codec.stringify, codec.uneval])
def test_nothing_keeps_the_data(write: Callable[[Any], str]) -> None:
    row = Row("a" * 200, {"x"})
    alive = weakref.ref(row)
    gc.collect()
    gc.disable()
    try:
        assert write({"rows": [row, row]})
        del row
        assert alive() is None
        assert gc.collect() == 0
    finally:
        gc.enable()
