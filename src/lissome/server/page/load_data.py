"""Runs the `load` functions of a branch, side by side.

All start at once; `await event.parent()` waits for those above. What is not waited for any more when the
response is made is cancelled. Source of the rules: https://svelte.dev/docs/kit/load
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, fields, is_dataclass
from types import CoroutineType
from typing import Any, cast

from pydantic import BaseModel

from lissome.errors import AppError
from lissome.server.request.event import ServerLoadEvent
from lissome.server.request.state import RequestState, is_cancelled
from lissome.server.request.tracking import Uses
from lissome.server.runtime import Server
from lissome.server.startup.nodes import ServerNode


@dataclass(slots=True)
class NodeData:
    """What a node's load returned, and what it depends on."""

    data: dict[str, Any] | None
    uses: Uses
    slash: str | None


class LoadFailure(Exception):  # carries a failure, is none itself
    """The load at `position` failed with `cause`."""

    def __init__(self, position: int, cause: BaseException) -> None:
        super().__init__(position)
        self.position = position
        self.cause = cause


Outcome = NodeData | BaseException | None
# Called with each result as soon as it is there, so that streamed values start at once.
OnData = Callable[[int, NodeData], None]


class Loads:
    """The loads of one branch in one request. Each runs at most once.

    Args:
        nodes: the branch; None is a gap.
        on_data: see `OnData`; what it raises counts as the load's failure.
        leaf_error: given when an action failed: the page's own load fails with it instead of running.
    """

    __slots__ = (
        "_failed",
        "_gate",
        "_leaf_error",
        "_nodes",
        "_on_data",
        "_outcomes",
        "_server",
        "_state",
        "_waiting",
    )

    def __init__(
        self,
        server: Server,
        state: RequestState,
        nodes: Sequence[ServerNode | None],
        on_data: OnData,
        leaf_error: BaseException | None = None,
    ) -> None:
        self._server = server
        self._state = state
        self._nodes = nodes
        self._on_data = on_data
        self._leaf_error = leaf_error
        self._failed = False
        self._outcomes: dict[int, Outcome] = {}
        self._gate = _last_load(nodes) if state.route is not None and state.route.guards else None
        self._waiting: dict[int, tuple[Awaitable[Any], Uses] | asyncio.Future[Any]] = {}

    async def run(self, wanted: Sequence[int], *, all_outcomes: bool = False) -> None:
        """Run the loads at these positions; ends when all have an outcome.

        Unless `all_outcomes`, it ends as soon as the first failure, in the order of the branch, is certain.
        A single load runs in this task: a task of its own costs as much as a small load.
        """
        for position in wanted:
            self._begin(position)  # even if one above has failed already, as kit does
        if len(self._waiting) == 1 and not self._failed:
            position, work = next(iter(self._waiting.items()))
            if not isinstance(work, asyncio.Future):
                await self._finish(position, *work)
                return
        for position, task in [(position, self._schedule(position)) for position in self._waiting]:
            try:
                if not all_outcomes and self._has_failed_above(position):
                    await asyncio.sleep(0)  # it begins, but nobody waits for it
                    break
                await task
            except asyncio.CancelledError:
                self._stop_overdue()
                return

    def _has_failed_above(self, position: int) -> bool:
        return self._failed and any(
            isinstance(self._outcomes.get(above), BaseException) for above in range(position)
        )

    def outcome(self, position: int) -> NodeData | None:
        """The result at a position that was run.

        Raises:
            LoadFailure: the load there failed.
        """
        outcome = self._outcomes.get(position)
        if isinstance(outcome, BaseException):
            raise LoadFailure(position, outcome)
        return outcome

    def _begin(self, position: int) -> None:
        """Start a load. One that is a plain function has its outcome right away."""
        node = self._nodes[position]
        if node is None or position in self._outcomes or position in self._waiting:
            return
        if self._leaf_error is not None and position == len(self._nodes) - 1:
            self._fail(position, self._leaf_error)
        elif node.has_server:
            self._call(position, node)

    def _call(self, position: int, node: ServerNode) -> None:
        uses = Uses()
        if position == self._gate:
            uses.add_url()  # so that each navigation asks the server, and with it the guard
        if node.load is None:
            self._settle(position, None, uses)
            return
        event = ServerLoadEvent(self._state, self._server.fetch, uses, lambda: self._parent(position))
        try:
            result = node.load(event)
        except Exception as failure:  # noqa: BLE001 - it becomes the load's outcome
            self._fail(position, failure)
            return
        if type(result) is CoroutineType or inspect.isawaitable(result):
            self._waiting[position] = (result, uses)
        else:
            self._settle(position, result, uses)

    def _settle(self, position: int, result: Any, uses: Uses) -> None:
        node = self._nodes[position]
        assert node is not None
        try:
            outcome = NodeData(as_dict(result, node), uses, node.slash)
            self._on_data(position, outcome)
        except Exception as failure:  # noqa: BLE001 - it becomes the load's outcome
            self._fail(position, failure)
        else:
            self._outcomes[position] = outcome

    async def _finish(self, position: int, awaitable: Awaitable[Any], uses: Uses) -> None:
        try:
            self._settle(position, await awaitable, uses)
        except (Exception, asyncio.CancelledError) as failure:  # noqa: BLE001 - its outcome
            if not is_cancelled(failure):
                self._fail(position, failure)
            else:
                self._stop_overdue()

    def _stop_overdue(self) -> None:
        """In an `except CancelledError`: if it was the deadline, the loads that still run fail with it.

        So the page is answered as any other whose load failed, with what the layouts have loaded.
        """
        overdue = self._state.overdue()
        if overdue is None:
            raise  # noqa: PLE0704 - called in an except block
        for position, work in self._waiting.items():
            if isinstance(work, asyncio.Future):
                work.cancel()
            if position not in self._outcomes:
                self._fail(position, overdue)

    def _fail(self, position: int, failure: BaseException) -> None:
        if not self._failed:
            self._failed = True
            # A failure's traceback leads to the load's event, and that back here: a circle, to be cut.
            self._state.on_expiry(self._outcomes.clear)
        self._outcomes[position] = failure

    def _schedule(self, position: int) -> asyncio.Future[Any]:
        work = self._waiting[position]
        if isinstance(work, asyncio.Future):
            return work
        awaitable, uses = work
        task = self._waiting[position] = self._state.start(self._finish(position, awaitable, uses))
        if inspect.iscoroutine(awaitable):
            # a task that is cancelled before its first step never came to it
            task.add_done_callback(lambda _: awaitable.close())
        return task

    async def _parent(self, position: int) -> dict[str, Any]:
        """The merged data of the nodes above; runs those that the client did not ask for.

        Raises:
            BaseException: what a load above failed with.
        """
        for above in range(position):
            self._begin(above)
        # A load that runs without a task of its own has no unfinished loads above it but these.
        tasks = [self._schedule(above) for above in range(position) if above in self._waiting]
        if tasks:
            await asyncio.wait(tasks)  # not `await task`: cancelling this load must not cancel the others
        merged: dict[str, Any] = {}
        for above in range(position):
            outcome = self._outcomes.get(above)
            if isinstance(outcome, BaseException):
                raise outcome
            if outcome is not None and outcome.data:
                merged |= outcome.data
        return merged


def _last_load(nodes: Sequence[ServerNode | None]) -> int | None:
    return max((place for place, node in enumerate(nodes) if node is not None and node.load), default=None)


def as_dict(result: Any, node: ServerNode) -> dict[str, Any] | None:
    """What a load returned, as a dict of its members.

    Raises:
        AppError: it is neither a dict nor an object with named members.
    """
    if result is None or type(result) is dict:
        return cast("dict[str, Any] | None", result)
    if isinstance(result, dict):
        return dict(result)
    if isinstance(result, BaseModel):
        return dict(result)
    if is_dataclass(result) and not isinstance(result, type):
        return {field.name: getattr(result, field.name) for field in fields(result)}
    if hasattr(result, "__struct_fields__"):
        return {name: getattr(result, name) for name in result.__struct_fields__}
    msg = (
        f"load in {node.manifest.server} returned {_describe(result)}; a load returns a dict (or a "
        f"dataclass, a pydantic model or a msgspec struct), for example {{'items': items}}, or nothing"
    )
    raise AppError(msg)


def _describe(value: object) -> str:
    name = type(value).__name__
    return f"{'an' if name[:1] in 'aeiouAEIOU' else 'a'} {name}"
