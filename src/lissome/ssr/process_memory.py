"""The memory of the process: its size, read cheaply enough to look again and again; and free pages."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable
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


def malloc_trim() -> Callable[[int], int] | None:
    """Return the function that releases free pages inside the C heap; None if the C library has none.

    It may take long, and is called on another thread than the event loop's.
    """
    try:
        trim: Callable[[int], int] = ctypes.CDLL(None).malloc_trim
    except AttributeError:  # musl, macOS
        return None
    return trim
