"""How much memory the process has, cheaply enough to look again and again while a render runs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

_STATM: Final = Path("/proc/self/statm")
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")


def resident() -> int:
    """Resident memory of this process in bytes, see statm in proc(5); 0 where there is no such file."""
    try:
        return int(_STATM.read_bytes().split()[1]) * _PAGE
    except (OSError, ValueError, IndexError):
        return 0
