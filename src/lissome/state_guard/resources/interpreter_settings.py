"""Settings of the interpreter and the operating system: hooks of threads, limits, signals, users, streams."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import signal
import site
import sys
import threading
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from lissome.state_guard.resources.process_settings import ProcessSetting, always_changed, reading, watched
from lissome.state_guard.resources.tracked_request import Tracker

try:
    import resource
except ImportError:  # not on Windows
    resource = None  # type: ignore[assignment] # `watched` skips what a system does not have

_PRINT: Final = "Give the stream where you write: print(…, file=stream)."
_HOOK: Final = "Measure the function itself: a profiler of its own, cProfile.Profile(), in a `with` block."


def interpreter_settings() -> tuple[ProcessSetting, ...]:
    """Return what this system has of them."""
    return (
        *(_of_threads() + _of_interpreter() + _of_signals() + _of_streams()),
        *(() if sys.platform == "win32" else _of_process()),
    )


def _of_threads() -> tuple[ProcessSetting, ...]:
    return (
        ProcessSetting(
            threading,
            "setprofile setprofile_all_threads settrace settrace_all_threads",
            "the hook that threads are traced with",
            reading(_hooks_of_threads),
            _HOOK,
        ),
        ProcessSetting(
            sys,
            "setprofile settrace",
            "the hook that this thread is traced with",
            reading(lambda: (sys.getprofile(), sys.gettrace())),
            _HOOK,
        ),
        ProcessSetting(threading, "stack_size", "the stack size of threads", reading(threading.stack_size)),
    )


def _hooks_of_threads() -> object:
    return threading.getprofile(), threading.gettrace()


def _of_interpreter() -> tuple[ProcessSetting, ...]:
    return (
        ProcessSetting(sys, "addaudithook", "the audit hooks", always_changed),
        ProcessSetting(
            sys, "set_int_max_str_digits", "the longest number", reading(sys.get_int_max_str_digits)
        ),
        ProcessSetting(sys, "set_asyncgen_hooks", "the hooks of generators", reading(sys.get_asyncgen_hooks)),
        ProcessSetting(
            *(sys, "set_coroutine_origin_tracking_depth", "how coroutines are tracked"),
            reading(sys.get_coroutine_origin_tracking_depth),
        ),
        ProcessSetting(site, "addsitedir", "the import path", reading(lambda: tuple(sys.path))),
        ProcessSetting(faulthandler, "enable disable", "faulthandler", reading(faulthandler.is_enabled)),
        ProcessSetting(tracemalloc, "start stop", "tracemalloc", reading(tracemalloc.is_tracing)),
    )


def _of_signals() -> tuple[ProcessSetting, ...]:
    if sys.platform == "win32":
        return ()
    mask = signal.pthread_sigmask  # the original, before it is replaced
    return (
        ProcessSetting(
            *(signal, "alarm", "the timer of the process"),
            reading(lambda: signal.getitimer(signal.ITIMER_REAL)[0] > 0),
        ),
        ProcessSetting(
            signal, "setitimer", "the timer of the process", lambda which, *_: signal.getitimer(which)[0] > 0
        ),
        ProcessSetting(
            *(signal, "pthread_sigmask", "the signals that are blocked"),
            reading(lambda: frozenset(mask(signal.SIG_BLOCK, ()))),
        ),
    )


def _of_streams() -> tuple[ProcessSetting, ...]:
    streams = reading(lambda: (id(sys.stdout), id(sys.stderr)))
    return tuple(
        ProcessSetting(one, "__enter__", "where print() writes", streams, _PRINT)
        for one in (contextlib.redirect_stdout, contextlib.redirect_stderr)
    )


def _of_process() -> tuple[ProcessSetting, ...]:
    settings = [
        ProcessSetting(os, "register_at_fork", "what runs at a fork", always_changed),
        ProcessSetting(
            os, "nice setpriority", "the priority", reading(lambda: os.getpriority(os.PRIO_PROCESS, 0))
        ),
        ProcessSetting(
            *(os, "setuid seteuid setreuid setresuid setgid setegid setregid setresgid setgroups"),
            *("the user of the process", reading(_identity)),
        ),
        ProcessSetting(os, "setpgid setpgrp setsid", "the process group", reading(os.getpgrp)),
        ProcessSetting(os, "chroot", "the root directory", always_changed),
        ProcessSetting(resource, "setrlimit", "a limit of the process", _limit),
        ProcessSetting(resource, "prlimit", "a limit of the process", lambda _pid, which, *_: _limit(which)),
    ]
    if hasattr(os, "sched_getaffinity"):
        settings.append(
            ProcessSetting(
                *(os, "sched_setaffinity", "the processors of the process"),
                reading(lambda: frozenset(os.sched_getaffinity(0))),
            )
        )
    if hasattr(sys, "getdlopenflags"):
        settings.append(
            ProcessSetting(sys, "setdlopenflags", "how extensions are loaded", reading(sys.getdlopenflags))
        )
    return tuple(settings)


def _identity() -> object:
    return os.getuid(), os.geteuid(), os.getgid(), os.getegid(), tuple(os.getgroups())


def _limit(which: int, *_: object) -> object:
    return resource.getrlimit(which)


@contextmanager
def interpreter_watched(tracker: Tracker) -> Iterator[None]:
    """Track what requests change in the interpreter."""
    with watched(tracker, interpreter_settings()):
        yield
