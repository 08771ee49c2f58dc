"""The memory that a worker may use unless the command line says otherwise: its share of what there is."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

_CGROUPS: Final = Path("/sys/fs/cgroup")
_OWN_CGROUP: Final = Path("/proc/self/cgroup")


def memory_share(workers: int) -> int:
    """Return nine tenths of the memory of the machine, or of the container, divided by the workers; in bytes.

    The system would end a worker that takes more, with all its requests.
    """
    physical = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return min([physical, *_limits()]) * 9 // 10 // workers


def _limits() -> list[int]:
    """Return the limits of this process's cgroups, version 2 (`memory.max` in cgroups(7)); perhaps none."""
    try:
        own = _OWN_CGROUP.read_text().rpartition("0::/")[2].strip()
    except OSError:  # not Linux
        return []
    folders = [_CGROUPS / own, *(_CGROUPS / own).parents]
    texts = [_read(folder / "memory.max") for folder in folders if folder.is_relative_to(_CGROUPS)]
    return [int(text) for text in texts if text.isdecimal()]


def _read(file: Path) -> str:
    try:
        return file.read_text().strip()
    except OSError:
        return ""
