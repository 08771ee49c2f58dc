"""Single flight: one load for all callers that ask for its result."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextvars import Context
from typing import Any, Generic, TypeVar

from lissome.cache.errors import CacheError

T = TypeVar("T")


class SingleFlight(Generic[T]):
    """A task that several callers wait for. It is cancelled when the last of them has left.

    Args:
        work: the coroutine to run.
        name: of the cache, for errors and for the task.
        context: the context of the task; an empty one hides the request that came first.
    """

    def __init__(self, work: Coroutine[Any, Any, T], name: str, context: Context) -> None:
        self.task = asyncio.get_running_loop().create_task(
            work, name=f"lissome cache {name}", context=context
        )
        self._name = name
        self._waiting = 0
        self.task.add_done_callback(_retrieve_exception)

    @property
    def can_be_joined(self) -> bool:
        """True if it is running on this event loop and has not been cancelled."""
        task = self.task
        return not task.done() and not task.cancelling() and task.get_loop() is asyncio.get_running_loop()

    async def result(self) -> T:
        """Wait for the result.

        Raises:
            CacheError: the load waits for itself, or was cancelled from within.
        """
        if asyncio.current_task() is self.task:
            msg = (
                f"the loader of cache {self._name!r} asks for the key that it loads, and would wait for ever"
            )
            raise CacheError(msg)
        self._waiting += 1
        try:
            return await asyncio.shield(self.task)
        except asyncio.CancelledError:
            if self.task.cancelled() and not _is_cancelled():
                msg = f"the loader of cache {self._name!r} was cancelled by something in it"
                raise CacheError(msg) from None
            raise
        finally:
            self._waiting -= 1
            if not self._waiting:
                self.task.cancel()


def _is_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _retrieve_exception(task: asyncio.Task[Any]) -> None:
    """Keep asyncio from logging a failure that nobody waits for any more."""
    if not task.cancelled():
        task.exception()
