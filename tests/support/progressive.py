"""Marks for tests of pages that work without JavaScript as with it. Their argument is ``scripts``."""

from __future__ import annotations

import pytest

with_and_without_javascript = pytest.mark.parametrize("scripts", [True, False], ids=["js", "no-js"])

with_javascript = pytest.mark.parametrize(
    "scripts", [pytest.param(True, id="js"), pytest.param(False, id="no-js", marks=pytest.mark.long)]
)
"""Where other tests of the same kind of page try both; `make long` tries it without JavaScript."""
