"""The log of `lissome dev`."""

from __future__ import annotations

import logging
from pathlib import Path

from dev.failures import failure_of
from lissome.dev.log import Formatter


def test_tracebacks_begin_with_the_apps_own_code(tmp_path: Path) -> None:
    failure = failure_of(tmp_path / "src" / "bad.py", "1 / 0\n")
    record = logging.LogRecord(
        "x", logging.ERROR, "", 0, "it failed", (), (type(failure), failure, failure.__traceback__)
    )
    text = Formatter(tmp_path).format(record)
    assert 'File "src/bad.py", line 1' in text
    assert "failures.py" not in text
