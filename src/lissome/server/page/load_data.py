"""The `load` functions of a branch, run side by side.

All start at once; `await event.parent()` waits for those above. Loads that still run when the response is
made are cancelled. Source of the rules: https://svelte.dev/docs/kit/load
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from types import CoroutineType
from typing import Any

import httpx
from starlette.responses import RedirectResponse, Response

from lissome import codec
from lissome.codec import EncodeError
from lissome.control import ActionFailure
from lissome.described import described
from lissome.errors import FAILURES, AppError, ControlFlow, delivered
from lissome.isolation.tasks import is_cancelled
from lissome.server.request.context import RequestContext
from lissome.server.request.event import ServerLoadEvent
from lissome.server.request.trace import LOAD, Span
from lissome.server.request.tracking import Uses
from lissome.server.startup.nodes import ServerNode


@dataclass(slots=True)
class NodeData:
    """The data that a node's load returned, and what it depends on."""

    data: dict[str, Any] | None
    uses: Uses
    slash: str | None


class LoadFailure(Exception):
    """The load at `position` failed with `cause`."""

    def __init__(self, position: int, cause: BaseException) -> None:
        super().__init__(position)
        self.position = position
        self.cause = cause


Outcome = NodeData | BaseException | None
# Called with each result as soon as it is there, so that streamed values start at once. Returns the size of
# the encoded data in bytes.
OnData = Callable[[int, NodeData], int]


@dataclass(slots=True, eq=False)
class _Work:
    """A load that is not done yet.

    Attributes:
        task: None if it runs in the request's own, or has not begun.
    """

    awaitable: Awaitable[Any]
    uses: Uses
    task: asyncio.Future[Any] | None = None


class Loads:
    """The loads of one branch in one request. Each runs at most once.

    Args:
        nodes: the branch; None is a gap.
        on_data: see `OnData`; what it raises counts as the load's failure.
        leaf_error: given when an action failed: the page's own load fails with it instead of running.
    """

    __slots__ = (
        "_context",
        "_decision",
        "_failed",
        "_leaf_error",
        "_nodes",
        "_on_data",
        "_outcomes",
        "_pending",
        "_spans",
        "_tracks_url",
        "_waiting",
        "_wants_all",
    )

    def __init__(
        self,
        context: RequestContext,
        nodes: Sequence[ServerNode | None],
        on_data: OnData,
        leaf_error: BaseException | None = None,
    ) -> None:
        self._context = context
        self._nodes = nodes
        self._on_data = on_data
        self._leaf_error = leaf_error
        self._failed = False
        self._outcomes: dict[int, Outcome] = {}
        # The innermost load of a guarded page depends on the URL: so each navigation asks the server, and
        # with it the guard.
        guarded = context.route is not None and context.route.guards
        self._tracks_url = _last_load(nodes) if guarded else None
        self._waiting: dict[int, _Work] = {}
        self._spans: dict[int, Span] = {}  # none if the request is not traced
        # The positions that `run` waits for, and its way to wait for all of them.
        self._pending: Sequence[int] = ()
        self._wants_all = False
        self._decision: asyncio.Future[None] | None = None

    async def run(self, wanted: Sequence[int], *, all_outcomes: bool = False) -> LoadFailure | None:
        """Run the loads at these positions until all have an outcome, and return the first failure.

        Unless `all_outcomes`, until it is certain which failure is the first in the order of the branch. A
        single load runs in this task: a task of its own costs as much as a small load.
        """
        for position in wanted:
            self._begin(position)  # even if one above has failed already, as kit does
        if len(self._waiting) == 1 and not self._failed:
            position, work = next(iter(self._waiting.items()))
            if work.task is None:
                await self._finish(position, work)
                return self.first_failure(wanted)
        tasks = [self._schedule(position) for position in self._waiting]
        self._context.lifetime.own(*tasks)
        self._pending = sorted(self._waiting)
        self._wants_all = all_outcomes
        if self._is_decided():
            await asyncio.sleep(0)  # they begin, but nobody waits for them
            return self.first_failure(wanted)
        self._decision = asyncio.get_running_loop().create_future()
        try:
            await self._decision
        except asyncio.CancelledError:
            if not self._fail_by_timeout():
                raise
        return self.first_failure(wanted)

    def _is_decided(self) -> bool:
        """True if nothing that still runs can change the answer: see `run`."""
        if self._wants_all or not self._failed:
            return all(position in self._outcomes for position in self._pending)
        first = min(at for at, outcome in self._outcomes.items() if isinstance(outcome, BaseException))
        return all(position in self._outcomes for position in self._pending if position < first)

    def first_failure(self, positions: Sequence[int]) -> LoadFailure | None:
        """Return the first failure at these positions, in the order of the branch."""
        for position in positions:
            outcome = self._outcomes.get(position)
            if isinstance(outcome, BaseException):
                return LoadFailure(position, outcome)
        return None

    def check(self, positions: Sequence[int]) -> None:
        """Raise the first failure at these positions.

        Raises:
            LoadFailure: a load failed.
        """
        failure = self.first_failure(positions)
        if failure is not None:
            raise failure

    def _begin(self, position: int) -> None:
        """Start a load. A plain function has its outcome at once."""
        node = self._nodes[position]
        if node is None or position in self._outcomes or position in self._waiting:
            return
        if self._leaf_error is not None and position == len(self._nodes) - 1:
            self._fail(position, self._leaf_error)
        elif node.has_server:
            self._call(position, node)

    def _call(self, position: int, node: ServerNode) -> None:
        uses = Uses()
        if position == self._tracks_url:
            uses.add_url()
        if node.load is None:
            self._settle(position, None, uses)
            return
        if self._context.trace is not None:
            self._spans[position] = span = self._context.trace.span(LOAD, node.manifest.server or "")
            span.facts["uses"] = uses
        event = ServerLoadEvent(self._context.handle, uses, lambda: self._parent(position))
        try:
            result = node.load(event)
        except FAILURES as failure:  # it becomes the load's outcome
            self._fail(position, failure)
            return
        if type(result) is CoroutineType or inspect.isawaitable(result):
            self._waiting[position] = _Work(result, uses)
        else:
            self._settle(position, result, uses)

    def _settle(self, position: int, result: Any, uses: Uses) -> None:
        node = self._nodes[position]
        assert node is not None
        try:
            outcome = NodeData(as_dict(result, node), uses, node.slash)
            size = self._on_data(position, outcome)
        except EncodeError as failure:
            failure.add_note(f"returned by load in {node.manifest.server}")
            self._fail(position, failure)
        except FAILURES as failure:  # it becomes the load's outcome
            self._fail(position, failure)
        else:
            self._outcomes[position] = outcome
            if position in self._spans:
                self._spans[position].facts["size"] = size
                self._spans[position].end()

    async def _finish(self, position: int, work: _Work) -> None:
        """Run a load in this task."""
        try:
            self._settle(position, await work.awaitable, work.uses)
        except (*FAILURES, asyncio.CancelledError) as failure:
            if not is_cancelled(failure):
                self._fail(position, failure)
            elif not self._fail_by_timeout():
                raise

    def _fail_by_timeout(self) -> bool:
        """In an `except CancelledError`: if the request has timed out, fail the loads that still run with
        that.

        So the page is answered as any other whose load failed, with the data of the layouts.
        """
        timeout = self._context.lifetime.take_timeout()
        if timeout is None:
            return False
        for position, work in self._waiting.items():
            if work.task is not None:
                work.task.cancel()
            if position not in self._outcomes:
                self._fail(position, timeout)
        return True

    def _fail(self, position: int, failure: BaseException) -> None:
        if not self._failed:
            self._failed = True
            # A failure's traceback refers to the load's event, which refers to this object: cut the cycle.
            self._context.lifetime.on_close(self._outcomes.clear)
        self._outcomes[position] = delivered(failure)
        if position in self._spans:
            self._spans[position].end(failure)

    def _schedule(self, position: int) -> asyncio.Future[Any]:
        """Give a load a task of its own, if it has none yet."""
        work = self._waiting[position]
        if work.task is None:
            work.task = asyncio.ensure_future(work.awaitable)
            work.task.add_done_callback(partial(self._finished, position))
        return work.task

    def _finished(self, position: int, task: asyncio.Future[Any]) -> None:
        """Note the outcome of a load's task, once: a load that waits for it may be first to come here."""
        if position in self._outcomes:
            return
        failure = asyncio.CancelledError() if task.cancelled() else task.exception()
        if failure is None:
            self._settle(position, task.result(), self._waiting[position].uses)
        else:
            self._fail(position, failure)
        if self._decision is not None and not self._decision.done() and self._is_decided():
            self._decision.set_result(None)

    async def _parent(self, position: int) -> dict[str, Any]:
        """Return the merged data of the nodes above; run the loads that the client did not ask for.

        Raises:
            BaseException: the failure of a load above.
        """
        for above in range(position):
            self._begin(above)
        # A load that runs without a task of its own has no unfinished loads above it but these.
        tasks = {above: self._schedule(above) for above in range(position) if above in self._waiting}
        if tasks:
            self._context.lifetime.own(*tasks.values())
            # Not `await task`: cancelling this load must not cancel the others.
            await asyncio.wait(tasks.values())
            for above, task in tasks.items():
                self._finished(above, task)
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
    """Return the result of a load as a dict of its members.

    Raises:
        AppError: it is neither a dict nor an object with named members.
        ControlFlow: it is one: `return Redirect(…)`.
    """
    if result is None:
        return None
    if isinstance(result, dict):
        for key in result:
            if not isinstance(key, str):
                raise _unnamed(key, node)
        return result if type(result) is dict else dict(result)
    if isinstance(result, ControlFlow):
        raise result.fresh()
    members = codec.members(result)
    if members is not None:
        return members
    msg = f"load in {node.manifest.server} returned {described(result)}; {_instead(result)}"
    raise AppError(msg)


def _unnamed(key: object, node: ServerNode) -> AppError:
    return AppError(
        f"load in {node.manifest.server} returned a dict with {described(key)} among its keys, and the data "
        "of a page has names; write {'items': items}, whose values may be such dicts"
    )


def _instead(result: object) -> str:
    """Return what a load should have returned instead."""
    if inspect.iscoroutine(result):
        result.close()  # or Python warns that nobody awaited it
        return "an `await` is missing"
    if inspect.isgenerator(result) or inspect.isasyncgen(result):
        return "it must `return` a dict instead of using `yield`; what it does not await is streamed"
    if isinstance(result, ActionFailure):
        return 'fail() is for form actions; write error(404, "…")'
    if isinstance(result, Response):
        return _instead_of_response(result)
    if isinstance(result, httpx.Response):
        return "write {'items': response.json()}"
    return (
        "a load returns a dict (or a dataclass, a pydantic model or a msgspec struct), for example "
        "{'items': items}, or nothing"
    )


def _instead_of_response(result: Response) -> str:
    if isinstance(result, RedirectResponse):
        return f'write redirect({result.status_code}, "{result.headers["location"]}")'
    return "it returns data; a +server.py returns responses, and event.set_headers sets headers"
