"""What requests have made, and what of it is still there when they are over."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import Context
from pathlib import Path
from typing import Any, Final

from lissome.state_guard.finding import Finding
from lissome.state_guard.resources.call_site import CallSites, CodeOwner, CreationSite
from lissome.state_guard.resources.connection_pools import pools_watched
from lissome.state_guard.resources.event_loops import LoopWatcher, left_task
from lissome.state_guard.resources.files_and_sockets import resources_watched
from lissome.state_guard.resources.live_events import LiveEvents
from lissome.state_guard.resources.patched_modules import PatchedModules
from lissome.state_guard.resources.process_callbacks import exits_watched
from lissome.state_guard.resources.process_settings import settings_watched
from lissome.state_guard.resources.processes import processes_watched
from lissome.state_guard.resources.reachability import outlives
from lissome.state_guard.resources.threads import threads_watched
from lissome.state_guard.resources.tracked_request import TrackedRequest, TrackedResource, current_request

# Full collections that one place may cost when they show that it had left only garbage.
_PATIENCE: Final = 3

# The grace is waited for in so many steps. A loop that stood still, because the machine was busy or in a
# debugger, stood still for what requests had left too: that costs a step of the grace, not all of it.
_STEPS: Final = 10


class ResourceTracker:
    """The census of one guard.

    Args:
        root: the app's folder.
        report: called with each finding, once for each line.
        grace: seconds after a request in which what it made may still end by itself.
    """

    def __init__(
        self,
        root: Path,
        report: Callable[[Finding], None],
        *,
        grace: float = 0.1,
    ) -> None:
        self.grace = grace
        self._root = root
        self._report = report
        self._app_state: object = None
        self._sites = CallSites(root)
        self._loops = LoopWatcher(self)
        self._foreign = PatchedModules(root)
        self._events = LiveEvents(root)
        self._open: dict[int, TrackedRequest] = {}
        self._ended: list[TrackedRequest] = []
        self._timer: asyncio.TimerHandle | None = None
        self._late_watchers = ExitStack()
        self._is_watching = False
        self._baselines: dict[str, object] = {}
        self._reported: set[tuple[str, int]] = set()
        self._garbage: dict[tuple[str, int], int] = {}

    @contextmanager
    def installed(self) -> Iterator[ResourceTracker]:
        """Watch, while this is entered."""
        with ExitStack() as watchers:
            for watched in (
                *(threads_watched, processes_watched, resources_watched),
                *(exits_watched, settings_watched),
            ):
                watchers.enter_context(watched(self))
            self._late_watchers = watchers.enter_context(ExitStack())
            watchers.callback(self._loops.leave)
            watchers.callback(self._forget_requests)
            yield self

    def begin(self, event: Any, label: str) -> None:
        """A request begins; called in its context.

        Args:
            event: the request's event; only weak references to it are kept.
            label: names the request in messages.
        """
        self._loops.enter(asyncio.get_running_loop())
        if not self._is_watching:
            self._begin_watching()
        self._foreign.begin(label)
        self._app_state = getattr(event, "app", None)
        task = asyncio.current_task()
        record = TrackedRequest(
            self,
            label,
            None if task is None else weakref.ref(task),
            weakref.ref(getattr(event, "_state", event)),
        )
        self._open[id(event)] = record
        current_request.set(record)

    def _begin_watching(self) -> None:
        """With the first request: by then the app's modules have been imported, and their libraries."""
        self._is_watching = True
        self._foreign.look()
        self._late_watchers.enter_context(pools_watched(self))

    def end(self, event: Any) -> None:
        """A request is over; called on the loop. What is left is looked at after the grace."""
        record = self._open.pop(id(event), None)
        if record is None:
            return
        record.is_over = True
        if current_request.get() is record:
            current_request.set(
                None
            )  # the task may go on, with the next request of its connection or of a test
        self._look_later(record)

    def clear(self) -> None:
        """Forget what was reported, so that it is reported again."""
        self._reported.clear()
        self._garbage.clear()

    async def settle(self) -> None:
        """Wait until the grace of all requests that have ended is over, and look at what they left."""
        if self._ended:
            for _ in range(_STEPS):
                await asyncio.sleep(self.grace / _STEPS)
        self._look(thorough=True)

    # -- what the watchers call --------------------------------------------------------------------------

    def made(self, *, keepers: bool = True) -> CreationSite | None:
        """See `Census`."""
        record = current_request.get()
        if record is None or record.tracker is not self or (record.is_over and _is_servers(record)):
            return None
        found = self._sites.find(keepers=keepers, on_loop=self._loops.is_running())
        return found or self._loops.made_current_task()

    def is_called_by_app(self) -> bool:
        """See `Census`."""
        return self._sites.caller() is CodeOwner.APP

    def is_called_by_python(self) -> bool:
        """See `Census`."""
        return self._sites.caller() is CodeOwner.PYTHON

    def keep(self, left: TrackedResource) -> None:
        """See `Census`."""
        record = current_request.get()
        assert record is not None  # `made` gave a place
        if record.is_over and not self._is_news(left):
            return  # a timer that sets itself again would be looked at for ever
        record.lefts.append(left)
        if record.is_over:
            self._loops.call_soon(self._look_later, record)

    def keep_task(self, task: asyncio.Future[Any]) -> None:
        """See `Census`."""
        record = current_request.get()
        assert record is not None  # `made` gave a place
        if not record.is_over:
            record.tasks.append(weakref.ref(task))
        elif (left := left_task(task)) is not None:
            self.keep(left)

    def keep_resource(self, what: str, why: str, is_left: Callable[[], bool]) -> None:
        """See `Census`."""
        made = self.made()
        if made is not None:
            keepers = (*made.keepers, *self._sites.own_objects())
            self.keep(
                TrackedResource(what, why, CreationSite(made.file, made.line, keepers, made.direct), is_left)
            )

    def baseline(self, what: str, now: object) -> object:
        """See `Census`."""
        return self._baselines.setdefault(what, now)

    # -- looking -----------------------------------------------------------------------------------------

    def _look_later(self, record: TrackedRequest) -> None:
        if not record.is_waiting:
            record.is_waiting = True
            self._ended.append(record)
        if self._timer is None:
            self._wait(_STEPS)

    def _wait(self, steps: int) -> None:
        if not steps:
            self._look()
            return
        # in a context of its own, which holds nothing of the request
        self._timer = asyncio.get_running_loop().call_later(
            self.grace / _STEPS, self._wait, steps - 1, context=Context()
        )

    def _look(self, *, thorough: bool = False) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        ended, self._ended = self._ended, []
        for record in ended:
            record.is_waiting = False
            if record.lefts or record.tasks:
                self._look_at(record)
            else:
                record.explains_event = False
        for finding in self._events.look(ended, thorough=thorough, busy=bool(self._open)):
            self._say(finding)
        if not self._open:
            self._baselines.clear()
            for finding in self._foreign.changes():
                self._say(finding)

    def _look_at(self, record: TrackedRequest) -> None:
        lefts = [left for left in record.lefts if left.is_left()]
        lefts += [left for task in record.tasks if (left := _left(task())) is not None]
        record.lefts, record.tasks = [], []
        record.explains_event = bool(lefts)
        lefts = self._without_kept([left for left in lefts if self._is_news(left)])
        if not lefts:
            return
        gc.collect()  # what only waits for the collector is not left
        for left in lefts:
            if left.is_left():
                self._say(_finding(left, record))
            else:
                self._garbage[_place(left)] = self._garbage.get(_place(left), 0) + 1

    def _is_news(self, left: TrackedResource) -> bool:
        place = _place(left)
        return place not in self._reported and self._garbage.get(place, 0) < _PATIENCE

    def _without_kept(self, lefts: list[TrackedResource]) -> list[TrackedResource]:
        """Those that no object keeps which lives longer than the request.

        The lists of keepers are given up here, since some hold them alive.
        """
        keepers = {
            id(own): own for left in lefts for keeper in left.made.keepers if (own := keeper()) is not None
        }
        long_lived = outlives(keepers, self._root / "src", self._app_state) if keepers else set()
        return [
            _without_keepers(left)
            for left in lefts
            if not any(id(keeper()) in long_lived for keeper in left.made.keepers)
        ]

    def _say(self, finding: Finding) -> None:
        place = (finding.file, finding.line)
        if place not in self._reported:
            self._reported.add(place)
            self._report(finding)

    def _forget_requests(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._open.clear()
        self._ended.clear()


def _left(task: asyncio.Future[Any] | None) -> TrackedResource | None:
    return None if task is None else left_task(task)


def _is_servers(record: TrackedRequest) -> bool:
    """Whether it is the server itself that goes on in the context of a request that is over."""
    if record.owner is None:
        return False
    try:
        task = asyncio.current_task()
    except RuntimeError:  # a thread
        return False
    return task is not None and task is record.owner()


def _place(left: TrackedResource) -> tuple[str, int]:
    return left.made.file, left.made.line


def _without_keepers(left: TrackedResource) -> TrackedResource:
    return TrackedResource(
        left.what, left.why, CreationSite(left.made.file, left.made.line), left.is_left, left.kind
    )


def _finding(left: TrackedResource, record: TrackedRequest) -> Finding:
    return Finding(left.kind, left.made.file, left.made.line, left.what, left.why, (record.label,))
