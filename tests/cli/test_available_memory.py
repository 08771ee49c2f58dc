"""The memory that there is for a server."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from lissome.cli import available_memory as module
from lissome.cli.available_memory import available_memory


def test_that_of_the_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "_OWN_CGROUP", tmp_path / "missing")
    assert abs(available_memory() - psutil.virtual_memory().total) < 1 << 20


@pytest.mark.parametrize(
    ("limits", "smallest"),
    [
        ({"": 9 << 20, "system.slice": 8 << 20, "system.slice/app": "max"}, 8 << 20),
        ({"system.slice/app": 7 << 20}, 7 << 20),
        ({"": 6 << 20}, 6 << 20),
    ],
)
def test_that_of_a_container(
    limits: dict[str, int | str], smallest: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The smallest limit of all that are around the process."""
    (tmp_path / "own").write_text("1:cpu:/of/version/1\n0::/system.slice/app\n")
    for folder, limit in limits.items():
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / folder / "memory.max").write_text(f"{limit}\n")
    monkeypatch.setattr(module, "_OWN_CGROUP", tmp_path / "own")
    monkeypatch.setattr(module, "_CGROUPS", tmp_path)
    assert available_memory() == smallest
