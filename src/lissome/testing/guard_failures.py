"""Failures of the state guard itself, which must not pass for a clean app."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from lissome.server.request.observer import ObservedRequest
from lissome.state_guard import StateGuard


class GuardFailureRecorder:
    """An observer that passes requests on to the guard, and remembers when it fails.

    A server only logs such a failure; a test must fail with it.
    """

    def __init__(self, guard: StateGuard) -> None:
        self._guard = guard
        self._failures: list[Exception] = []

    def begin(self, request: ObservedRequest) -> None:
        """See `Observer`."""
        with self._recording():
            self._guard.begin(request)

    def end(self, request: ObservedRequest) -> None:
        """See `Observer`."""
        with self._recording():
            self._guard.end(request)

    def check(self) -> None:
        """Raise the failures since the last call.

        Raises:
            ExceptionGroup: the guard has failed.
        """
        failures, self._failures = self._failures, []
        if failures:
            msg = "the state guard itself failed; this is a bug in lissome, and nothing is known of the app"
            raise ExceptionGroup(msg, failures)

    @contextmanager
    def _recording(self) -> Iterator[None]:
        try:
            yield
        except Exception as failure:
            self._failures.append(failure)
            raise
