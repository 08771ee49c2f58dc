"""The app under guard."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from support.guarded_app import GuardedApp


@pytest.fixture
def app(tmp_path: Path) -> Iterator[GuardedApp]:
    source = str(tmp_path / "src")
    known = set(sys.modules)
    app = GuardedApp(tmp_path)
    with ExitStack() as stack:
        sys.path.insert(0, source)
        stack.callback(sys.path.remove, source)
        stack.enter_context(app.guard.installed())
        yield app
    for name in set(sys.modules) - known:
        if str(getattr(sys.modules[name], "__file__", None)).startswith(source):
            del sys.modules[name]
