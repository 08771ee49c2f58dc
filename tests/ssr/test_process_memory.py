"""The memory of the process."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from lissome.ssr import process_memory
from lissome.ssr.process_memory import rss


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="there is no such file")
def test_it_is_that_of_this_process() -> None:
    measured = psutil.Process().memory_info().rss
    assert abs(rss() - measured) < 32 << 20


def test_it_is_0_where_it_cannot_be_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(process_memory, "_STATM", tmp_path / "statm")
    assert rss() == 0
    (tmp_path / "statm").write_text("odd")
    assert rss() == 0
