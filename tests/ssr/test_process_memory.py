"""The memory of the process."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from lissome.ssr import process_memory
from lissome.ssr.process_memory import ProcessGrowth, rss


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="there is no such file")
def test_it_is_that_of_this_process() -> None:
    measured = psutil.Process().memory_info().rss
    assert abs(rss() - measured) < 32 << 20


def test_it_is_0_where_it_cannot_be_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(process_memory, "_STATM", tmp_path / "statm")
    assert rss() == 0
    (tmp_path / "statm").write_text("odd")
    assert rss() == 0


def test_growth_is_shared_like_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = {"cpu": 10.0, "rss": 1000}
    monkeypatch.setattr("lissome.ssr.process_memory.rss", lambda: now["rss"])
    monkeypatch.setattr("time.process_time", lambda: now["cpu"])
    growth = ProcessGrowth(2.0)
    now.update(cpu=11.0, rss=2000)
    assert growth.until_now(3.0) == 1000, "nobody else has done anything"
    now.update(cpu=15.0, rss=3000)
    assert growth.until_now(4.0) == 1250, "others have used three seconds of four"
    now.update(cpu=16.0, rss=9000)
    assert growth.until_now(4.0) == 1250
    now.update(rss=9100)
    assert growth.until_now(4.0) == 1350, "no time has passed"
    now.update(cpu=17.0, rss=20_000)
    assert growth.until_now(5.0, is_by_others=True) == 1350, "another one has taken it"
