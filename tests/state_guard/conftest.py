"""The app under guard."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from support.smallapp import SmallApp


@pytest.fixture
def app(tmp_path: Path) -> Iterator[SmallApp]:
    source = str(tmp_path / "src")
    known = set(sys.modules)
    app = SmallApp(tmp_path)
    with ExitStack() as stack:
        sys.path.insert(0, source)
        stack.callback(sys.path.remove, source)
        stack.enter_context(app.guard.installed())
        yield app
    for name in set(sys.modules) - known:
        if str(getattr(sys.modules[name], "__file__", None)).startswith(source):
            del sys.modules[name]
