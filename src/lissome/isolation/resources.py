"""The resources of one request: context managers, clean-ups, child tasks, and values made once.

They are released after the response has been sent, whatever happened: child tasks first, because they may use
what was entered, then the clean-ups, last in first out, as in `contextlib.ExitStack`. No failure skips a
clean-up: failures are logged with the request's label.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import Callable, Coroutine, Hashable
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import Any, Final, TypeVar

from lissome.errors import FAILURES, ControlFlow, RequestEnded
from lissome.isolation.debugger import is_debugger_attached
from lissome.isolation.tasks import cancel_tasks, task_name

logger = logging.getLogger("lissome.server")

T = TypeVar("T")

# Seconds that one clean-up may take.
CLEANUP_SECONDS: Final = 5.0

_NOT_SENT: Final = (
    "The response does not wait for event.spawn, so redirect() and error() have no effect there; call them "
    "in the handler itself."
)

# Leaves one context manager or runs one clean-up; gets the request's failure, or None.
Exit = Callable[[BaseException | None], Any]


class RequestResources:
    """The resources that an app binds to a request; made for the first of them.

    Args:
        label: the request, as the log names it.

    Attributes:
        failure: the exception that the request failed with; context managers see it when they are left.
    """

    __slots__ = ("_children", "_exits", "_has_ended", "_label", "_memo", "failure")

    def __init__(self, label: str) -> None:
        self._label = label
        self._exits: list[tuple[str, Exit]] = []
        self._children: set[asyncio.Task[Any]] = set()
        self._memo: dict[Hashable, asyncio.Task[Any]] = {}
        self._has_ended = False
        self.failure: BaseException | None = None

    async def enter(self, manager: AbstractAsyncContextManager[T] | AbstractContextManager[T]) -> T:
        """Enter a context manager; leave it at the end, with the request's failure if there is one.

        Raises:
            RequestEnded: the request is over; a manager that had been entered was left again.
            TypeError: the argument is not a context manager.
        """
        self._check("enter")
        leave: Any
        if isinstance(manager, AbstractAsyncContextManager):
            leave, value = type(manager).__aexit__, await manager.__aenter__()
        else:
            if not hasattr(manager, "__enter__"):
                msg = f"event.enter() takes a context manager, not {type(manager).__name__}"
                raise TypeError(msg)
            leave, value = type(manager).__exit__, manager.__enter__()
        if self._has_ended:  # meanwhile
            await _settled(leave(manager, None, None, None))
            self._check("enter")
        self._exits.append((_name(manager), lambda failure: leave(manager, *_details(failure))))
        return value

    def defer(self, call: Callable[..., Any], *args: Any) -> None:
        """Call ``call(*args)`` at the end, and await its result if it is awaitable.

        Raises:
            RequestEnded: the request is over.
        """
        self._check("defer")
        self._exits.append((_name(call), lambda _: call(*args)))

    def spawn(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Run a coroutine beside the request, see `RequestEvent.spawn`.

        Raises:
            RequestEnded: the request is over.
        """
        if self._has_ended:
            work.close()  # or Python warns that nobody awaited it
        self._check("spawn")
        task = asyncio.create_task(work)
        self._children.add(task)
        task.add_done_callback(self._child_ended)
        return task

    async def once(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Return the result of ``make()``, called once for each key; see `RequestEvent.once`.

        Raises:
            RequestEnded: the request is over.
            RuntimeError: `make` asks for its own key, so it would wait for itself.
        """
        self._check("once")
        run = self._memo.get(key)
        if run is None:
            run = self._memo[key] = asyncio.create_task(_made(make))
            run.add_done_callback(lambda run: self._made(key, run))
        elif run is asyncio.current_task():
            msg = f"once({key!r}, …) asks for {key!r} again while it is being made"
            raise RuntimeError(msg)
        # Shielded: other callers may wait for the same run.
        return await asyncio.shield(run)

    async def end(self, patience: float | None) -> None:
        """Release everything.

        Args:
            patience: seconds that child tasks may take to end by themselves; None for no limit.
        """
        await self._join(patience)
        while self._exits:
            await self._leave(*self._exits.pop())
        self._has_ended = True
        leftover = [*self._children, *(run for run in self._memo.values() if not run.done())]
        if leftover:
            await cancel_tasks(leftover, self._label)
        self._memo.clear()
        self.failure = None  # its traceback refers to this object

    async def _join(self, patience: float | None) -> None:
        loop = asyncio.get_running_loop()
        until = None if patience is None else loop.time() + patience
        while self._children:
            left = None if until is None else until - loop.time()
            if left is not None and left <= 0:
                if patience:
                    names = ", ".join(map(task_name, self._children))
                    logger.warning("%s: its time was up while it waited for %s", self._label, names)
                await cancel_tasks(self._children, self._label)
                return
            await asyncio.wait(tuple(self._children), timeout=left)

    async def _leave(self, name: str, leave: Exit) -> None:
        bound = asyncio.timeout(None if is_debugger_attached() else CLEANUP_SECONDS)
        try:
            async with bound:
                await _settled(leave(self.failure))
        except (*FAILURES, asyncio.CancelledError) as failure:
            if bound.expired():
                logger.exception("%s: %s was stopped after %g s", self._label, name, CLEANUP_SECONDS)
            elif failure is not self.failure:  # a context manager may raise what it was given
                logger.exception("%s: %s failed at the end of the request", self._label, name)

    def _child_ended(self, task: asyncio.Task[Any]) -> None:
        self._children.discard(task)
        failure = None if task.cancelled() else task.exception()
        if isinstance(failure, ControlFlow):
            logger.error(
                "%s: its task %s ended with %r. %s", self._label, task_name(task), failure, _NOT_SENT
            )
        elif failure is not None:
            logger.error("%s: its task %s failed", self._label, task_name(task), exc_info=failure)

    def _made(self, key: Hashable, run: asyncio.Task[Any]) -> None:
        """Forget a failure: those who waited have it, and the next caller tries again."""
        if (run.cancelled() or run.exception() is not None) and self._memo.get(key) is run:
            del self._memo[key]

    def _check(self, verb: str) -> None:
        if self._has_ended:
            raise RequestEnded(self._label, verb)


async def _made(make: Callable[[], Any]) -> Any:
    return await _settled(make())


async def _settled(result: Any) -> Any:
    return await result if inspect.isawaitable(result) else result


def _details(failure: BaseException | None) -> tuple[Any, Any, Any]:
    return (None, None, None) if failure is None else (type(failure), failure, failure.__traceback__)


def _name(thing: Any) -> str:
    """Return the name of a function or context manager for the log."""
    made_by = getattr(thing, "func", thing)  # of contextlib's managers and of partial()
    return getattr(made_by, "__qualname__", None) or type(thing).__qualname__
