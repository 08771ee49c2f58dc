"""Tools that take a while."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from lissome.build import running
from lissome.build.running import run_tool


def test_output_is_captured(tmp_path: Path) -> None:
    code = "import os, sys; print(os.getcwd()); print('bad', file=sys.stderr); sys.exit(3)"
    result = run_tool([sys.executable, "-c", code], tmp_path, os.environ, lambda _time: None)
    assert (result.returncode, result.stderr) == (3, "bad\n")
    assert Path(result.stdout.strip()) == tmp_path.resolve()


def test_a_slow_tool_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "HEARTBEAT", 0.01)
    times: list[str] = []
    code = "import sys; sys.stdin.read(); import time; time.sleep(0.2)"
    run_tool([sys.executable, "-c", code], tmp_path, os.environ, times.append)
    assert times
    assert times[0].endswith(" s")


def test_no_process_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "HEARTBEAT", 0.01)

    def interrupt(_time: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_tool([sys.executable, "-c", "import time; time.sleep(600)"], tmp_path, os.environ, interrupt)
