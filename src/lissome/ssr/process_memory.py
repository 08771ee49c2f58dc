"""The memory of the process, read cheaply enough to look again and again while a render runs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

_STATM: Final = Path("/proc/self/statm")
_PAGE_SIZE: Final = os.sysconf("SC_PAGE_SIZE")


def rss() -> int:
    """Return the resident set size in bytes, see statm in proc(5); 0 where there is no such file."""
    try:
        return int(_STATM.read_bytes().split()[1]) * _PAGE_SIZE
    except (OSError, ValueError, IndexError):
        return 0
