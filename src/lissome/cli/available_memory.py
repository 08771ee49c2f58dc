"""The memory that there is for a server: that of the machine, or what its container or service may use."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

_CGROUPS: Final = Path("/sys/fs/cgroup")
_OWN_CGROUP: Final = Path("/proc/self/cgroup")


def available_memory() -> int:
    """Return it in bytes. Of the limits of cgroups, those of version 2 are known."""
    physical = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return min([physical, *_limits()])


def _limits() -> list[int]:
    """Return the limits of this process's cgroups (`memory.max` in cgroups(7)); perhaps none."""
    try:
        lines = _OWN_CGROUP.read_text().splitlines()
    except OSError:  # not Linux
        return []
    own = next((line.removeprefix("0::/") for line in lines if line.startswith("0::/")), "")
    folders = [_CGROUPS / own, *(_CGROUPS / own).parents]
    texts = [_read(folder / "memory.max") for folder in folders if folder.is_relative_to(_CGROUPS)]
    return [int(text) for text in texts if text.isdecimal()]


def _read(file: Path) -> str:
    try:
        return file.read_text().strip()
    except OSError:
        return ""
