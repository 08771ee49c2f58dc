"""Tasks and timers of event loops."""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Callable
from contextlib import ExitStack
from contextvars import Context
from typing import Any, Final

from lissome.state_guard.resources.call_site import CreationSite
from lissome.state_guard.resources.loop_settings import loop_settings_watched
from lissome.state_guard.resources.monkeypatch import Function, replaced
from lissome.state_guard.resources.tracked_request import TrackedResource, Tracker, current_request

_TASK: Final = (
    "It was started for this request and still runs after the response. No code waits for it: its errors are "
    "lost, the loop may drop it half-way, and it keeps this user's data alive.\n"
    "Await it; or start it with event.spawn(…), which the request waits for; or start one task for the "
    "whole app in `init` of src/hooks.server.py, and hand it the work through a queue."
)
_TIMER: Final = (
    "It was set for this request and is still due after the response. Until then it keeps the request's "
    "data alive, and it runs with the context of a request that is over.\n"
    "Keep the handle and call event.defer(handle.cancel); or set one timer for the whole app in `init`."
)

# An attribute of tasks: a dictionary of weak references would cost each task some microseconds.
_SITE: Final = "_lissome_guard_site"


class LoopWatcher:
    """Tracks the tasks and timers that requests make on the loop that serves them."""

    def __init__(self, tracker: Tracker) -> None:
        self._tracker = tracker
        self._loop: asyncio.AbstractEventLoop | None = None
        self._undo = ExitStack()

    def enter(self, loop: asyncio.AbstractEventLoop) -> None:
        """Watch this loop, and no other any more."""
        if loop is self._loop:
            return
        self.leave()
        self._loop = loop
        before = loop.get_task_factory()
        factory = self._task_factory(before)
        loop.set_task_factory(factory)
        self._undo.callback(_restore_factory, loop, factory, before)
        for name in ("call_later", "call_at"):
            self._undo.enter_context(replaced(loop, name, self._setting_timer))
        self._undo.enter_context(loop_settings_watched(loop, self._tracker))

    def leave(self) -> None:
        """Stop watching."""
        self._undo.close()
        self._loop = None

    def site_of_current_task(self) -> CreationSite | None:
        """Return the line that made the running task, if a library made it for the app."""
        try:
            task = asyncio.current_task()
        except RuntimeError:  # a thread
            return None
        return None if task is None else site_of(task)

    def is_running(self) -> bool:
        """True if the caller runs on the loop that is watched."""
        return asyncio._get_running_loop() is self._loop  # noqa: SLF001 - documented, for low-level code

    def call_soon(self, function: Callable[..., object], *arguments: Any) -> None:
        """Call a function on the loop, from any thread, in no request's context."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(function, *arguments, context=Context())

    def _task_factory(self, before: Any) -> Any:
        def factory(loop: asyncio.AbstractEventLoop, coro: Any, **options: Any) -> asyncio.Future[Any]:
            task: asyncio.Future[Any] = (
                asyncio.Task(coro, loop=loop, **options) if before is None else before(loop, coro, **options)
            )
            if current_request.get() is not None:
                site = self._tracker.site()
                if site is not None:
                    setattr(task, _SITE, site)
                    self._tracker.add_task(task)
            return task

        return factory

    def _setting_timer(self, original: Function) -> Function:
        def set_timer(when: float, callback: Any, *arguments: Any, **options: Any) -> asyncio.TimerHandle:
            handle: asyncio.TimerHandle = original(when, callback, *arguments, **options)
            # the timers of `asyncio.sleep` and of timeouts end with their tasks
            if current_request.get() is not None and self._tracker.is_called_by_app():
                name = getattr(callback, "__qualname__", repr(callback))
                self._tracker.add(f"timer for {name}()", _TIMER, self._is_due(handle))
            return handle

        return set_timer

    def _is_due(self, handle: asyncio.TimerHandle) -> Callable[[], bool]:
        reference, loop = weakref.ref(handle), self._loop

        def is_due() -> bool:
            handle = reference()
            if handle is None or loop is None or handle.cancelled():
                return False
            is_scheduled = getattr(handle, "_scheduled", None)
            if is_scheduled is None:  # not asyncio's own loop
                return handle.when() > loop.time()
            return is_scheduled or handle in getattr(loop, "_ready", ())

        return is_due


def site_of(task: asyncio.Future[Any]) -> CreationSite | None:
    """Return the line that made a task, if it was made for a request."""
    site: CreationSite | None = getattr(task, _SITE, None)
    return site


def resource_of_task(task: asyncio.Future[Any]) -> TrackedResource | None:
    """Return a task of a request as a resource, unless it has ended."""
    site = site_of(task)
    if site is None or task.done():
        return None
    coro = task.get_coro() if isinstance(task, asyncio.Task) else task
    name = getattr(coro, "__qualname__", type(coro).__name__)
    reference = weakref.ref(task)
    return TrackedResource(
        f"asyncio task {name}()",
        _TASK,
        site,
        lambda: (known := reference()) is not None and not known.done(),
    )


def _restore_factory(loop: asyncio.AbstractEventLoop, factory: Any, before: Any) -> None:
    if loop.get_task_factory() is factory:
        loop.set_task_factory(before)
