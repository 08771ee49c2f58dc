"""Tasks and timers of event loops."""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Callable
from contextlib import ExitStack
from contextvars import Context
from typing import Any, Final

from lissome.state_guard.resources.call_site import CreationSite
from lissome.state_guard.resources.monkeypatch import Function, replaced
from lissome.state_guard.resources.tracked_request import TrackedResource, Tracker, current_request

_TASK: Final = (
    "It was started for this request and still runs after the response. Nobody waits for it: its errors are "
    "lost, the loop may drop it half-way, and it keeps this user's data alive.\n"
    "Await it; or start it with event.spawn(…), which the request waits for; or start one task for the "
    "whole app in `init` of src/hooks.server.py, and hand it the work through a queue."
)
_TIMER: Final = (
    "It was set for this request and is still due after the response. Until then it keeps the request's "
    "data alive, and runs with the request's context when nobody waits for it any more.\n"
    "Keep the handle and say event.defer(handle.cancel); or set one timer for the whole app in `init`."
)

# Tasks have room for attributes; a dictionary of weak references would cost each of them some microseconds.
_MADE: Final = "_lissome_guard_made"


class LoopWatcher:
    """Sees what tasks and timers requests make on the loop that serves them."""

    def __init__(self, tracker: Tracker) -> None:
        self._census = tracker
        self._loop: asyncio.AbstractEventLoop | None = None
        self._undo = ExitStack()

    def enter(self, loop: asyncio.AbstractEventLoop) -> None:
        """Watch this loop, and no other any more."""
        if loop is self._loop:
            return
        self.leave()
        self._loop = loop
        before = loop.get_task_factory()
        ours = self._factory(before)
        loop.set_task_factory(ours)
        self._undo.callback(_restore_factory, loop, ours, before)
        for name in ("call_later", "call_at"):
            self._undo.enter_context(replaced(loop, name, self._timed))

    def leave(self) -> None:
        """Watch no loop."""
        self._undo.close()
        self._loop = None

    def made_current_task(self) -> CreationSite | None:
        """Where the running task was made, if a library made it for the app."""
        try:
            task = asyncio.current_task()
        except RuntimeError:  # a thread
            return None
        return None if task is None else made_of(task)

    def is_running(self) -> bool:
        """Whether the caller runs on the loop that is watched."""
        return asyncio._get_running_loop() is self._loop  # noqa: SLF001 - documented, for what is low-level

    def call_soon(self, function: Callable[..., object], *arguments: Any) -> None:
        """Call something on the loop, from any thread, in no request's context."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(function, *arguments, context=Context())

    def _factory(self, before: Any) -> Any:
        def factory(loop: asyncio.AbstractEventLoop, coro: Any, **options: Any) -> asyncio.Future[Any]:
            task: asyncio.Future[Any] = (
                asyncio.Task(coro, loop=loop, **options) if before is None else before(loop, coro, **options)
            )
            if current_request.get() is not None:
                made = self._census.made()
                if made is not None:
                    setattr(task, _MADE, made)
                    self._census.keep_task(task)
            return task

        return factory

    def _timed(self, original: Function) -> Function:
        def timed(when: float, callback: Any, *arguments: Any, **options: Any) -> asyncio.TimerHandle:
            handle: asyncio.TimerHandle = original(when, callback, *arguments, **options)
            # `asyncio.sleep` and timeouts set timers too: those end with their tasks
            if current_request.get() is not None and self._census.is_called_by_app():
                self._keep_timer(handle, callback)
            return handle

        return timed

    def _keep_timer(self, handle: asyncio.TimerHandle, callback: Any) -> None:
        made = self._census.made()
        if made is not None:
            seen = weakref.ref(handle)
            name = getattr(callback, "__qualname__", repr(callback))
            self._census.keep(
                TrackedResource(f"timer for {name}()", _TIMER, made, lambda: self._is_due(seen()))
            )

    def _is_due(self, handle: asyncio.TimerHandle | None) -> bool:
        loop = self._loop
        if handle is None or loop is None or handle.cancelled():
            return False
        waits = getattr(handle, "_scheduled", None)
        if waits is None:  # not asyncio's own loop
            return handle.when() > loop.time()
        return waits or handle in getattr(loop, "_ready", ())


def made_of(task: asyncio.Future[Any]) -> CreationSite | None:
    """Where a task was made, if it was made for a request."""
    made: CreationSite | None = getattr(task, _MADE, None)
    return made


def left_task(task: asyncio.Future[Any]) -> TrackedResource | None:
    """A task of a request that has not ended yet."""
    made = made_of(task)
    if made is None or task.done():
        return None
    coro = task.get_coro() if isinstance(task, asyncio.Task) else task
    name = getattr(coro, "__qualname__", type(coro).__name__)
    seen = weakref.ref(task)
    return TrackedResource(f"asyncio task {name}()", _TASK, made, lambda: _is_pending(seen()))


def _is_pending(task: asyncio.Future[Any] | None) -> bool:
    return task is not None and not task.done()


def _restore_factory(loop: asyncio.AbstractEventLoop, ours: Any, before: Any) -> None:
    if loop.get_task_factory() is ours:
        loop.set_task_factory(before)
