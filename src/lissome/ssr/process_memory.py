"""The memory of the process: its size, read cheaply enough to look again and again; and free pages."""

from __future__ import annotations

import ctypes
import os
import time
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


class ProcessGrowth:
    """The growth of the process that the work of one thread explains: its share of the CPU time, each time.

    The rest is other threads' doing, such as that of a render in another isolate.

    Args:
        cpu: seconds that the work has used so far.
    """

    __slots__ = ("_cpu", "_process_cpu", "_rss", "_size")

    def __init__(self, cpu: float) -> None:
        self._size = 0.0
        self._cpu, self._process_cpu, self._rss = cpu, time.process_time(), rss()

    def until_now(self, cpu: float, *, is_by_others: bool = False) -> int:
        """Return the bytes until now.

        Args:
            cpu: seconds that the work has used so far.
            is_by_others: others have taken all that has been added since the last time.
        """
        process_cpu, size = time.process_time(), rss()
        used, used_by_all = cpu - self._cpu, process_cpu - self._process_cpu
        if not is_by_others:
            share = min(1.0, used / used_by_all) if used_by_all > 0 else 1.0
            self._size += share * (size - self._rss)
        self._cpu, self._process_cpu, self._rss = cpu, process_cpu, size
        return int(self._size)


def malloc_trim() -> Callable[[int], int] | None:
    """Return the function that releases free pages inside the C heap; None if the C library has none.

    It may take long, and is called on another thread than the event loop's.
    """
    try:
        trim: Callable[[int], int] = ctypes.CDLL(None).malloc_trim
    except AttributeError:  # musl, macOS
        return None
    return trim
