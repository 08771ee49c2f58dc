"""What is bound to one request and ends with it: resources, clean-ups, child tasks, and its memo.

A request's event makes a `Lifetime` when the app first asks for one, so requests that bind nothing pay
nothing. It ends after the response has been sent, whatever happened: child tasks first, because they may use
what was entered, then the clean-ups, last in first out, as `contextlib.ExitStack` has it. None of them can
skip another one: what goes wrong is logged with the request's label.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import Callable, Collection, Coroutine, Hashable
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import Any, Final, TypeVar

from lissome.errors import RequestEnded

logger = logging.getLogger("lissome.server")

T = TypeVar("T")

# Seconds that one clean-up gets, and that a cancelled task gets to notice it.
CLEANUP_SECONDS: Final = 5.0

# Leaves one thing; gets what the request failed with, or None.
Exit = Callable[[BaseException | None], Any]


class Lifetime:
    """The things of one request.

    Args:
        label: the request, as the log names it.
    """

    __slots__ = ("_children", "_exits", "_label", "_memo", "_over", "failure")

    def __init__(self, label: str) -> None:
        self._label = label
        self._exits: list[tuple[str, Exit]] = []
        self._children: set[asyncio.Task[Any]] = set()
        self._memo: dict[Hashable, asyncio.Task[Any]] = {}
        self._over = False
        self.failure: BaseException | None = None

    async def enter(self, manager: AbstractAsyncContextManager[T] | AbstractContextManager[T]) -> T:
        """Enter a context manager; it is left at the end. Leaving it sees the request's failure, if any.

        Raises:
            RequestEnded: it is too late; the manager was left again if it had been entered.
            TypeError: it is no context manager.
        """
        self._check("enter")
        leave: Any
        if isinstance(manager, AbstractAsyncContextManager):
            leave, value = type(manager).__aexit__, await manager.__aenter__()
        else:
            if not hasattr(manager, "__enter__"):
                msg = f"event.enter() takes a context manager, and {type(manager).__name__} is none"
                raise TypeError(msg)
            leave, value = type(manager).__exit__, manager.__enter__()
        if self._over:  # meanwhile
            await _settled(leave(manager, None, None, None))
            self._check("enter")
        self._exits.append((_name(manager), lambda failure: leave(manager, *_details(failure))))
        return value

    def defer(self, call: Callable[..., Any], *args: Any) -> None:
        """Call ``call(*args)`` at the end; what it returns is awaited if it can be.

        Raises:
            RequestEnded: it is too late.
        """
        self._check("defer")
        self._exits.append((_name(call), lambda _: call(*args)))

    def spawn(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Run a coroutine beside the request, see `RequestEvent.spawn`.

        Raises:
            RequestEnded: it is too late.
        """
        if self._over:
            work.close()  # or Python warns that nobody awaited it
        self._check("spawn")
        task = asyncio.create_task(work)
        self._children.add(task)
        task.add_done_callback(self._child_ended)
        return task

    async def once(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What ``make()`` returns, called once for each key, see `RequestEvent.once`.

        Raises:
            RequestEnded: it is too late.
            RuntimeError: `make` asks for its own key, which would never end.
        """
        self._check("once")
        run = self._memo.get(key)
        if run is None:
            run = self._memo[key] = asyncio.create_task(_made(make))
            run.add_done_callback(lambda run: self._made(key, run))
        elif run is asyncio.current_task():
            msg = f"once({key!r}, …) asks for {key!r} again while it is being made"
            raise RuntimeError(msg)
        # Shielded, because another caller may wait for the same run.
        return await asyncio.shield(run)

    async def end(self, patience: float | None) -> None:
        """End everything.

        Args:
            patience: seconds that child tasks may take to end by themselves; None for as long as they like.
        """
        await self._join(patience)
        while self._exits:
            await self._leave(*self._exits.pop())
        self._over = True
        leftover = [*self._children, *(run for run in self._memo.values() if not run.done())]
        if leftover:
            await cancel(leftover, self._label)
        self._memo.clear()
        self.failure = None  # its traceback leads back here

    async def _join(self, patience: float | None) -> None:
        loop = asyncio.get_running_loop()
        until = None if patience is None else loop.time() + patience
        while self._children:
            left = None if until is None else until - loop.time()
            if left is not None and left <= 0:
                if patience:
                    names = ", ".join(map(_name_of_task, self._children))
                    logger.warning("%s: its deadline passed while it waited for %s", self._label, names)
                await cancel(self._children, self._label)
                return
            await asyncio.wait(tuple(self._children), timeout=left)

    async def _leave(self, name: str, leave: Exit) -> None:
        bound = asyncio.timeout(CLEANUP_SECONDS)
        try:
            async with bound:
                await _settled(leave(self.failure))
        except (Exception, asyncio.CancelledError) as failure:
            if bound.expired():
                logger.exception("%s: %s was stopped after %g s", self._label, name, CLEANUP_SECONDS)
            elif failure is not self.failure:  # a context manager may raise what it was given
                logger.exception("%s: %s failed at the end of the request", self._label, name)

    def _child_ended(self, task: asyncio.Task[Any]) -> None:
        self._children.discard(task)
        failure = None if task.cancelled() else task.exception()
        if failure is not None:
            logger.error("%s: its task %s failed", self._label, _name_of_task(task), exc_info=failure)

    def _made(self, key: Hashable, run: asyncio.Task[Any]) -> None:
        """A failure is not remembered: those who waited got it, the next caller tries again."""
        if (run.cancelled() or run.exception() is not None) and self._memo.get(key) is run:
            del self._memo[key]

    def _check(self, verb: str) -> None:
        if self._over:
            raise RequestEnded(self._label, verb)


async def cancel(tasks: Collection[asyncio.Future[Any]], label: str) -> None:
    """Cancel tasks and wait until they have ended; log those that go on nevertheless."""
    tasks = tuple(tasks)
    for task in tasks:
        task.cancel()
    _, pending = await asyncio.wait(tasks, timeout=CLEANUP_SECONDS)
    for task in pending:
        name = _name_of_task(task)
        logger.error("%s: %s was cancelled, but goes on: it must let CancelledError pass", label, name)


async def finish(work: Coroutine[Any, Any, None]) -> None:
    """Run something to its end, even if the task that waits is cancelled; that happens afterwards."""
    task = asyncio.create_task(work)
    interrupted: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait((task,))
        except asyncio.CancelledError as cancelled:
            interrupted = cancelled
    task.result()
    waiting = asyncio.current_task()
    if interrupted is not None and waiting is not None and waiting.cancelling():
        raise interrupted


async def _made(make: Callable[[], Any]) -> Any:
    return await _settled(make())


async def _settled(result: Any) -> Any:
    return await result if inspect.isawaitable(result) else result


def _details(failure: BaseException | None) -> tuple[Any, Any, Any]:
    return (None, None, None) if failure is None else (type(failure), failure, failure.__traceback__)


def _name(thing: Any) -> str:
    """A function or context manager as the log names it."""
    made_by = getattr(thing, "func", thing)  # of contextlib's managers and of partial()
    return getattr(made_by, "__qualname__", None) or type(thing).__qualname__


def _name_of_task(task: asyncio.Future[Any]) -> str:
    coroutine = task.get_coro() if isinstance(task, asyncio.Task) else task
    return getattr(coroutine, "__qualname__", None) or repr(coroutine)
