"""An app whose requests leave something behind."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.tracked_app import TrackedApp


@pytest.fixture
def small_app(tmp_path: Path) -> Iterator[TrackedApp]:
    app = TrackedApp(tmp_path)
    try:
        with app.tracker.installed():
            yield app
    finally:
        for name in [name for name in sys.modules if name.endswith(f"_{id(app)}")]:
            del sys.modules[name]
