"""Keeps a fatal error of V8 from ending the process.

V8 ends a fatal error, such as a heap that is full or an array that is too large, with a trap: SIGTRAP, or
SIGILL on some processors. The thread cannot go on then, but it holds no lock that others need, and the rest
of the process is intact. So the signal's handler is the C function `pause`, with all signals blocked: it
never returns, and the thread stands still ("parked"). A new isolate works. The process should be replaced,
because the thread's memory stays.

Only V8's threads are treated like that. All others block the two signals, and the kernel ends a process in
which a trap is blocked, as if there were no handler. SIGABRT and SIGSEGV always end it: after those, memory
may be damaged. Programs that the process starts inherit the blocked signals, which changes nothing for them
unless they handle traps themselves. Tested on Linux with glibc and with V8 14.4.
"""

from __future__ import annotations

import ctypes
import signal
import sys
from pathlib import Path
from typing import Any, Final

_TRAPS: Final = (signal.SIGTRAP, signal.SIGILL)


class _SignalAction(ctypes.Structure):
    """`struct sigaction` of Linux; `flags` and `restorer` stay 0."""

    _fields_ = (
        ("handler", ctypes.c_void_p),
        ("mask", ctypes.c_uint64 * 16),
        ("flags", ctypes.c_int),
        ("restorer", ctypes.c_void_p),
    )


def park_v8_after_fatal_errors() -> bool:
    """Have V8's threads stand still after a fatal error; for a process of ours, before it starts threads.

    Call it on the main thread: threads inherit which signals they block.

    Returns:
        False where that is not known to work. A fatal error ends the process there.
    """
    if sys.platform != "linux":
        return False
    signal.pthread_sigmask(signal.SIG_BLOCK, _TRAPS)
    pause = ctypes.CDLL(None).pause
    return all(set_c_handler(number, pause) for number in _TRAPS)


def set_c_handler(number: int, function: Any, *, but: int = 0) -> bool:
    """Set a C function as the handler of a signal, with all signals blocked while it runs.

    Args:
        but: the one signal that is not blocked; 0 for none.
    """
    action = _SignalAction(ctypes.cast(function, ctypes.c_void_p))
    action.mask = (ctypes.c_uint64 * 16)(*[2**64 - 1] * 16)
    if but:
        action.mask[0] &= ~(1 << but - 1)
    return bool(ctypes.CDLL(None).sigaction(int(number), ctypes.byref(action), None) == 0)


def mark_as_v8_thread() -> None:
    """Let the calling thread be parked. Has no effect unless `park_v8_after_fatal_errors` was called."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _TRAPS)


def is_parked(thread: int) -> bool:
    """Return True if a thread of this process stands still in the handler.

    Args:
        thread: the operating system's id.
    """
    try:
        status = Path(f"/proc/self/task/{thread}/status").read_bytes()
    except OSError:
        return False
    blocked = int(status.partition(b"\nSigBlk:")[2].split(None, 1)[0] or b"0", 16)
    # the handler runs with everything blocked, and nothing else does
    return bool(blocked & 1 << (signal.SIGTERM - 1) and blocked & 1 << (signal.SIGSEGV - 1))
