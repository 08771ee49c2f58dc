"""Threads, and executors with threads of their own."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from threading import Thread, Timer
from typing import Any, Final

from lissome.state_guard.resources.monkeypatch import Function, replaced
from lissome.state_guard.resources.tracked_request import Tracker, current_request

_THREAD: Final = (
    "It was started for this request and still runs after the response. With every request there is one "
    "more; each takes memory, and what it works with stays alive.\n"
    "Await asyncio.to_thread(function, …) instead, which uses the app's threads; or join it; or start one "
    "thread for the whole app in `init` of src/hooks.server.py."
)
_TIMER: Final = (
    "It was started for this request and still waits after the response: one thread for each request.\n"
    "Call event.defer(timer.cancel), or set one timer for the whole app in `init` of src/hooks.server.py."
)
_EXECUTOR: Final = (
    "It was made for this request and was not shut down: its threads live on, and each request adds some.\n"
    "Use it in a `with` block, or make one executor for the whole app in `init` of src/hooks.server.py."
)


@contextmanager
def threads_watched(tracker: Tracker) -> Iterator[None]:
    """Track the threads and executors that requests start."""

    def starting(original: Function) -> Function:
        def start(self: Thread) -> None:
            original(self)
            # the threads of anyio are a pool
            if current_request.get() is not None and not type(self).__module__.startswith("anyio."):
                why = _TIMER if isinstance(self, Timer) else _THREAD
                tracker.add(f"thread {self.name}", why, _is_alive(self))

        return start

    def making(original: Function) -> Function:
        def init(self: Any, *arguments: Any, **options: Any) -> None:
            original(self, *arguments, **options)
            # asyncio makes the executor of the loop on first use
            if current_request.get() is not None and not tracker.is_called_by_python():
                tracker.add(type(self).__name__, _EXECUTOR, _has_threads(self))

        return init

    with ExitStack() as undo:
        undo.enter_context(replaced(Thread, "start", starting))
        undo.enter_context(replaced(ThreadPoolExecutor, "__init__", making))
        yield


def _is_alive(thread: Thread) -> Callable[[], bool]:
    reference = weakref.ref(thread)
    return lambda: (known := reference()) is not None and known.is_alive()


def _has_threads(executor: Any) -> Callable[[], bool]:
    """Return a function that tells whether some thread of an executor runs.

    It refers to the set of threads and not to the executor, whose threads end when it is deleted.
    """
    threads: set[Thread] = vars(executor)["_threads"]
    return lambda: any(thread.is_alive() for thread in tuple(threads))
