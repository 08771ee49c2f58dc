"""The memory that a worker may use by default."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from lissome.cli import memory_share
from lissome.cli.memory_share import memory_share as share


def test_workers_share_the_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(memory_share, "_OWN_CGROUP", tmp_path / "missing")
    assert abs(share(1) - psutil.virtual_memory().total * 0.9) < 1 << 20
    assert abs(share(3) - share(1) / 3) < 1 << 10


@pytest.mark.parametrize(
    ("limits", "smallest"),
    [
        ({"": 9 << 20, "system.slice": 8 << 20, "system.slice/app": "max"}, 8 << 20),
        ({"system.slice/app": 7 << 20}, 7 << 20),
        ({"": 6 << 20}, 6 << 20),
    ],
)
def test_they_share_a_container(
    limits: dict[str, int | str], smallest: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The smallest limit of all that are around the process."""
    (tmp_path / "own").write_text("0::/system.slice/app\n")
    for folder, limit in limits.items():
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / folder / "memory.max").write_text(f"{limit}\n")
    monkeypatch.setattr(memory_share, "_OWN_CGROUP", tmp_path / "own")
    monkeypatch.setattr(memory_share, "_CGROUPS", tmp_path)
    assert share(2) == smallest * 9 // 10 // 2
