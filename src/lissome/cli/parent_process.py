"""Ends a worker whose supervisor is gone, even if that was killed."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import Final

NAME: Final = "lissome-worker"
"""The name of a worker's process, where the operating system has names; at most 15 characters."""
_LOOK_SECONDS: Final = 1.0
_PR_SET_PDEATHSIG: Final = 1
_PR_SET_NAME: Final = 15


def end_with_parent(parent: int, grace: float, clean_up: Callable[[], None]) -> None:
    """Send SIGTERM to this process when its parent has ended, and SIGKILL some seconds later.

    The kernel does the former at once, where it can (Linux). A thread looks each second, too: it is all that
    other systems have, and it knows when the grace is over.

    Args:
        parent: the process id of the parent. If that is gone already, this process ends now.
        grace: seconds between the signals.
        clean_up: called when the parent is gone; does what it did not get to do.
    """
    if sys.platform == "linux":
        _prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        _prctl(_PR_SET_NAME, NAME.encode())
    if os.getppid() != parent:  # before the kernel was asked
        sys.exit(1)
    threading.Thread(
        target=_watch, args=(parent, grace, clean_up), name="parent process", daemon=True
    ).start()


def _prctl(option: int, value: int | bytes) -> None:
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def _watch(parent: int, grace: float, clean_up: Callable[[], None]) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    clean_up()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(grace)
    os.kill(os.getpid(), signal.SIGKILL)
