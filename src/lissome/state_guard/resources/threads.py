"""Threads, and executors with threads of their own."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from threading import Thread, Timer
from typing import Any, Final

from lissome.state_guard.resources.monkeypatch import Function, replaced
from lissome.state_guard.resources.tracked_request import TrackedResource, Tracker, current_request

_THREAD: Final = (
    "It was started for this request and still runs after the response. With every request there is one "
    "more; each takes memory, and what it works with stays alive.\n"
    "Await asyncio.to_thread(function, …) instead, which uses the app's threads; or join it; or start one "
    "thread for the whole app in `init` of src/hooks.server.py."
)
_TIMER: Final = (
    "It was started for this request and still waits after the response: one thread for each request.\n"
    "Say event.defer(timer.cancel), or set one timer for the whole app in `init` of src/hooks.server.py."
)
_EXECUTOR: Final = (
    "It was made for this request and was not shut down: its threads live on, and each request adds some.\n"
    "Use it in a `with` block, or make one executor for the whole app in `init` of src/hooks.server.py."
)


@contextmanager
def threads_watched(tracker: Tracker) -> Iterator[None]:
    """See the threads and executors that requests start."""
    with ExitStack() as undo:
        undo.enter_context(replaced(Thread, "start", lambda original: _starting(original, tracker)))
        undo.enter_context(
            replaced(ThreadPoolExecutor, "__init__", lambda original: _making(original, tracker))
        )
        yield


def _starting(original: Function, tracker: Tracker) -> Function:
    def start(self: Thread) -> None:
        original(self)
        if current_request.get() is not None and not type(self).__module__.startswith("anyio."):
            _keep_thread(tracker, self)

    return start


def _keep_thread(tracker: Tracker, thread: Thread) -> None:
    made = tracker.made()
    if made is not None:
        seen = weakref.ref(thread)
        why = _TIMER if isinstance(thread, Timer) else _THREAD
        tracker.keep(TrackedResource(f"thread {thread.name}", why, made, lambda: _is_alive(seen())))


def _is_alive(thread: Thread | None) -> bool:
    return thread is not None and thread.is_alive()


def _making(original: Function, tracker: Tracker) -> Function:
    def init(self: Any, *arguments: Any, **options: Any) -> None:
        original(self, *arguments, **options)
        made = tracker.made() if current_request.get() is not None else None
        # asyncio makes the loop's own one when it is first needed
        if made is not None and not tracker.is_called_by_python():
            tracker.keep(TrackedResource(type(self).__name__, _EXECUTOR, made, _has_threads(self)))

    return init


def _has_threads(executor: Any) -> Callable[[], bool]:
    """Whether some of its threads run. Their set is kept and not the executor: without it they end."""
    threads: set[Thread] = vars(executor)["_threads"]
    return lambda: any(thread.is_alive() for thread in tuple(threads))
