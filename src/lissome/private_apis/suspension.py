"""Suspends a thread of this process for good, if that does no harm to the others.

A thread that cannot be ended and takes more and more memory can be stopped by a signal whose handler is the C
function `pause`. But it may hold a lock just then, such as the allocator's, and whoever needs that lock would
wait for ever, this code too. So a timer of the kernel is set first, which lets the thread go on after a
moment. Only when a trial has shown that others can work is the timer taken back. Tested on Linux with glibc.

No trial comes upon every lock. glibc's allocator has one for each arena, and whoever frees what the thread
has allocated needs that of its arena. A thread that fills the memory often holds it: in 90 of 120 suspensions
in the middle of `Intl.ListFormat`. So the allocator is asked for its state first, which takes all of them.
"""

from __future__ import annotations

import ctypes
import os
import sys
import time
from collections.abc import Callable
from typing import Any, Final

from lissome.private_apis.fatal_signals import is_parked, set_c_handler

_SIGEV_THREAD_ID: Final = 4
_CLOCK: Final = 1  # CLOCK_MONOTONIC of <time.h>
# Two signals that are free for programs; Python has no name for them.
_STOP: Final = 40
_GO_ON: Final = 41
# Seconds after which the thread goes on, one attempt after the other.
_MOMENTS: Final = (0.1, 0.1, 0.1, 0.2, 0.2, 0.4, 0.4, 0.8)
# The same while the allocator is asked, and how often it is for each attempt.
_SHORT: Final = 0.02
_MOST: Final = 50


class _Event(ctypes.Structure):
    """`struct sigevent` of Linux."""

    _fields_ = (
        ("value", ctypes.c_void_p),
        ("signal", ctypes.c_int),
        ("notify", ctypes.c_int),
        ("thread", ctypes.c_int),
        ("rest", ctypes.c_char * 64),
    )


class _MallocInfo(ctypes.Structure):
    """`struct mallinfo2` of glibc."""

    _fields_ = (("numbers", ctypes.c_size_t * 10),)


class _Spans(ctypes.Structure):
    """`struct itimerspec`: seconds and nanoseconds of the interval, and until the first time."""

    _fields_ = (("spans", ctypes.c_long * 4),)


def suspend(thread: int, trial: Callable[[], None]) -> bool:
    """Suspend a thread for as long as the process lives. Blocks; not for the event loop's thread.

    Args:
        thread: the operating system's id.
        trial: does on the calling thread what must still work, and returns.

    Returns:
        False if the thread goes on: others cannot work without it, or the system is not known.
    """
    if sys.platform != "linux":
        return False
    library = ctypes.CDLL(None, use_errno=True)
    set_c_handler(_GO_ON, library.abs)  # a function that does nothing
    set_c_handler(_STOP, library.pause, but=_GO_ON)
    mallinfo = getattr(library, "mallinfo2", None) or getattr(library, "mallinfo", None)
    if mallinfo is None:  # another C library, with other locks
        return False
    mallinfo.restype = _MallocInfo
    return any(_attempt(library, thread, moment, mallinfo, trial) for moment in _MOMENTS)


def _attempt(
    library: Any, thread: int, moment: float, mallinfo: Callable[[], object], trial: Callable[[], None]
) -> bool:
    timer = ctypes.c_void_p()
    event = _Event(None, _GO_ON, _SIGEV_THREAD_ID, thread)
    if library.timer_create(_CLOCK, ctypes.byref(event), ctypes.byref(timer)):
        return False
    try:
        if not any(_stops_outside_allocator(library, thread, timer, mallinfo) for _ in range(_MOST)):
            return False
        _let_go_on(library, timer, moment)
        if not _is_quick(trial, moment / 2):
            return False  # it has perhaps waited for the thread, or the machine is busy
    finally:
        library.timer_delete(timer)
    return is_parked(thread)


def _stops_outside_allocator(library: Any, thread: int, timer: Any, mallinfo: Callable[[], object]) -> bool:
    _let_go_on(library, timer, _SHORT)
    if library.tgkill(os.getpid(), thread, _STOP) or not _stands_still(thread, time.monotonic() + _SHORT):
        return False
    return _is_quick(mallinfo, _SHORT / 4)


def _let_go_on(library: Any, timer: Any, moment: float) -> None:
    """Let the thread go on after a moment, again and again: a signal is lost if it is not in `pause` yet."""
    nanoseconds = int(moment * 1e9)
    spans = _Spans((ctypes.c_long * 4)(0, nanoseconds, 0, nanoseconds))
    library.timer_settime(timer, 0, ctypes.byref(spans), None)


def _is_quick(work: Callable[[], object], seconds: float) -> bool:
    started = time.monotonic()
    work()
    return time.monotonic() - started <= seconds


def _stands_still(thread: int, deadline: float) -> bool:
    """Wait until a thread is in the handler."""
    while not is_parked(thread):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.001)
    return True
