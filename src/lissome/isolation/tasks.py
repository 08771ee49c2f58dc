"""Ending the tasks of a request."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Coroutine
from typing import Any, Final

logger = logging.getLogger("lissome.server")

# Seconds that a cancelled task gets to end.
CANCEL_SECONDS: Final = 5.0


async def cancel_tasks(tasks: Collection[asyncio.Future[Any]], label: str) -> None:
    """Cancel tasks and wait until they have ended; log those that do not end.

    Args:
        label: the request, as the log names it.
    """
    tasks = tuple(tasks)
    for task in tasks:
        task.cancel()
    _, pending = await asyncio.wait(tasks, timeout=CANCEL_SECONDS)
    for task in pending:
        name = task_name(task)
        logger.error("%s: %s was cancelled, but goes on: it must let CancelledError pass", label, name)


async def run_to_end(work: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine to its end; a cancellation of the waiting task is raised afterwards."""
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


def is_cancelled(failure: BaseException) -> bool:
    """True if the running task itself was cancelled, not a task of the app that it awaits."""
    task = asyncio.current_task()
    return isinstance(failure, asyncio.CancelledError) and task is not None and task.cancelling() > 0


def task_name(task: asyncio.Future[Any]) -> str:
    """Return the name of a task's coroutine for the log."""
    coroutine = task.get_coro() if isinstance(task, asyncio.Task) else task
    return getattr(coroutine, "__qualname__", None) or repr(coroutine)
