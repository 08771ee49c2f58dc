"""The resources that requests have made, and the report of those that are still there when they are over."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import Context
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from lissome.server.request.observer import ObservedRequest
from lissome.state_guard.finding import Finding
from lissome.state_guard.resources.call_site import CallSites, CodeOwner, CreationSite
from lissome.state_guard.resources.connection_pools import pools_watched
from lissome.state_guard.resources.cookie_jars import cookie_jars_watched
from lissome.state_guard.resources.event_loops import LoopWatcher, resource_of_task
from lissome.state_guard.resources.files_and_sockets import files_and_sockets_watched
from lissome.state_guard.resources.interpreter_settings import interpreter_watched
from lissome.state_guard.resources.live_events import LiveEvents
from lissome.state_guard.resources.log_buffers import log_buffers_watched
from lissome.state_guard.resources.loggers import loggers_watched
from lissome.state_guard.resources.patched_modules import PatchedModules
from lissome.state_guard.resources.process_callbacks import callbacks_watched
from lissome.state_guard.resources.process_registries import registries_watched
from lissome.state_guard.resources.process_settings import settings_watched
from lissome.state_guard.resources.processes import processes_watched
from lissome.state_guard.resources.reachability import long_lived
from lissome.state_guard.resources.sqlalchemy_registries import sqlalchemy_watched
from lissome.state_guard.resources.threads import threads_watched
from lissome.state_guard.resources.tracked_request import (
    ResourceKind,
    TrackedRequest,
    TrackedResource,
    current_request,
)

# Full collections that one line may cost by resources that turn out to be garbage.
_MOST_COLLECTIONS: Final = 3

# The grace period is waited for in so many steps. A loop that was blocked, because the machine was busy or in
# a debugger, has blocked the requests' resources too: that costs one step of the grace period, not all of it.
_STEPS: Final = 10


class ResourceTracker:
    """Tracks the resources of requests.

    Args:
        root: the app's folder.
        report: called with each finding, once for each line.
        grace: seconds after a request in which its resources may still end by themselves.
    """

    def __init__(self, root: Path, report: Callable[[Finding], None], *, grace: float = 0.1) -> None:
        self.grace = grace
        self._root = root
        self._report = report
        self._app_state: object = None
        self._call_sites = CallSites(root)
        self._loop = LoopWatcher(self)
        self._patched = PatchedModules(root)
        self._events = LiveEvents(root)
        self._running: dict[int, TrackedRequest] = {}
        self._ended: list[TrackedRequest] = []
        self._timer: asyncio.TimerHandle | None = None
        self._late_watchers = ExitStack()
        self._is_watching = False
        self._baselines: dict[str, object] = {}
        self._reported: set[tuple[str, int]] = set()
        self._collections: dict[tuple[str, int], int] = {}

    @contextmanager
    def installed(self) -> Iterator[ResourceTracker]:
        """Watch the functions that make resources, inside this context."""
        with ExitStack() as watchers:
            for watched in (
                *(threads_watched, processes_watched, files_and_sockets_watched),
                *(callbacks_watched, settings_watched, registries_watched, interpreter_watched),
                *(loggers_watched, log_buffers_watched, cookie_jars_watched),
            ):
                watchers.enter_context(watched(self))
            self._late_watchers = watchers.enter_context(ExitStack())
            watchers.callback(self._loop.leave)
            watchers.callback(self._forget_requests)
            yield self

    def begin(self, request: ObservedRequest, label: str) -> TrackedRequest:
        """Track a request that begins, and return it; called in its context, in the task that serves it.

        Args:
            request: only a weak reference to its handle is kept.
            label: names the request in messages.
        """
        self._loop.enter(asyncio.get_running_loop())
        if not self._is_watching:
            self._begin_watching()
        self._patched.begin(label)
        self._app_state = request.app_state
        task = asyncio.current_task()
        tracked = TrackedRequest(
            self, label, None if task is None else weakref.ref(task), weakref.ref(request.handle)
        )
        self._running[request.key] = tracked
        current_request.set(tracked)
        return tracked

    def end(self, request: ObservedRequest) -> None:
        """Check a request that is over, after the grace period; called on the loop."""
        tracked = self._running.pop(request.key, None)
        if tracked is None:
            return
        tracked.is_over = True
        if current_request.get() is tracked:
            current_request.set(None)  # the task may go on, with the next request of its connection or test
        self._check_later(tracked)

    def clear(self) -> None:
        """Forget what was reported, so that it is reported again."""
        self._reported.clear()
        self._collections.clear()

    async def settle(self) -> None:
        """Wait until the grace period of all ended requests is over, and check what they left."""
        if self._ended:
            for _ in range(_STEPS):
                await asyncio.sleep(self.grace / _STEPS)
        self._check(thorough=True)

    # -- called by the watchers ----------------------------------------------------------------------------

    def site(self, *, owners: bool = True) -> CreationSite | None:
        """See `Tracker`."""
        request = current_request.get()
        if request is None or request.tracker is not self or (request.is_over and _is_in_server(request)):
            return None
        found = self._call_sites.find(owners=owners, on_loop=self._loop.is_running())
        return found or self._loop.site_of_current_task()

    def is_called_by_app(self) -> bool:
        """See `Tracker`."""
        return self._call_sites.caller() is CodeOwner.APP

    def is_called_by_python(self) -> bool:
        """See `Tracker`."""
        return self._call_sites.caller() is CodeOwner.PYTHON

    def add(
        self,
        what: str,
        why: str,
        is_left: Callable[[], bool],
        *,
        kind: ResourceKind = "leftover",
        owners: bool = True,
    ) -> None:
        """See `Tracker`."""
        site = self.site(owners=owners)
        if site is not None:
            self._add(TrackedResource(what, why, site, is_left, kind))

    def add_task(self, task: asyncio.Future[Any]) -> None:
        """See `Tracker`."""
        request = current_request.get()
        assert request is not None  # `site` has returned a line
        if not request.is_over:
            request.tasks.append(weakref.ref(task))
        elif (resource := resource_of_task(task)) is not None:
            self._add(resource)

    def add_owned(self, what: str, why: str, is_left: Callable[[], bool]) -> None:
        """See `Tracker`."""
        site = self.site()
        if site is not None:
            owners = (*site.owners, *self._call_sites.own_objects())
            self._add(TrackedResource(what, why, replace(site, owners=owners), is_left))

    def baseline(self, what: str, now: object) -> object:
        """See `Tracker`."""
        return self._baselines.setdefault(what, now)

    # -- checking --------------------------------------------------------------------------------------------

    def _begin_watching(self) -> None:
        """Watch what depends on libraries: with the first request they have been imported."""
        self._is_watching = True
        self._patched.read_sources()
        self._late_watchers.enter_context(pools_watched(self))
        self._late_watchers.enter_context(sqlalchemy_watched(self))

    def _add(self, resource: TrackedResource) -> None:
        request = current_request.get()
        assert request is not None  # `site` has returned a line
        if request.is_over and not self._is_news(resource):
            return  # a timer that sets itself again would be checked for ever
        request.resources.append(resource)
        if request.is_over:
            self._loop.call_soon(self._check_later, request)

    def _check_later(self, request: TrackedRequest) -> None:
        if not request.is_check_due:
            request.is_check_due = True
            self._ended.append(request)
        if self._timer is None:
            self._wait(_STEPS)

    def _wait(self, steps: int) -> None:
        if not steps:
            self._check()
            return
        # in a context of its own, which holds nothing of the request
        self._timer = asyncio.get_running_loop().call_later(
            self.grace / _STEPS, self._wait, steps - 1, context=Context()
        )

    def _check(self, *, thorough: bool = False) -> None:
        self._stop_timer()
        ended, self._ended = self._ended, []
        for request in ended:
            request.is_check_due = False
            self._check_request(request)
        for finding in self._events.check(ended, thorough=thorough, is_busy=bool(self._running)):
            self._say(finding)
        if not self._running:
            self._baselines.clear()
            for finding in self._patched.changes():
                self._say(finding)

    def _check_request(self, request: TrackedRequest) -> None:
        resources = [one for one in request.resources if one.is_left()]
        of_tasks = (
            resource_of_task(task) for reference in request.tasks if (task := reference()) is not None
        )
        resources += [one for one in of_tasks if one is not None]
        request.resources, request.tasks = [], []
        request.explains_event = bool(resources)
        resources = self._without_owned([one for one in resources if self._is_news(one)])
        if not resources:
            return
        gc.collect()  # a resource that only waits for the collector is not left behind
        for one in resources:
            if one.is_left():
                self._say(
                    Finding(one.kind, one.site.file, one.site.line, one.what, one.why, (request.label,))
                )
            else:
                line = (one.site.file, one.site.line)
                self._collections[line] = self._collections.get(line, 0) + 1

    def _is_news(self, resource: TrackedResource) -> bool:
        line = (resource.site.file, resource.site.line)
        return line not in self._reported and self._collections.get(line, 0) < _MOST_COLLECTIONS

    def _without_owned(self, resources: list[TrackedResource]) -> list[TrackedResource]:
        """Return those whose owners do not live longer than the request.

        The references to owners are dropped, since some keep the owner alive.
        """
        owners = {
            id(own): own for one in resources for owner in one.site.owners if (own := owner()) is not None
        }
        kept = long_lived(owners, self._root / "src", self._app_state) if owners else set()
        return [
            replace(one, site=CreationSite(one.site.file, one.site.line))
            for one in resources
            if not any(id(owner()) in kept for owner in one.site.owners)
        ]

    def _say(self, finding: Finding) -> None:
        line = (finding.file, finding.line)
        if line not in self._reported:
            self._reported.add(line)
            self._report(finding)

    def _forget_requests(self) -> None:
        self._stop_timer()
        self._running.clear()
        self._ended.clear()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _is_in_server(request: TrackedRequest) -> bool:
    """True if the server itself goes on in the context of a request that is over."""
    if request.task is None:
        return False
    try:
        task = asyncio.current_task()
    except RuntimeError:  # a thread
        return False
    return task is not None and task is request.task()
