"""Who sees that the state guard itself fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from lissome.state_guard import StateGuard


class GuardFailureRecorder:
    """Remembers when the guard itself fails: a server only logs that, but a test must not pass for it."""

    def __init__(self, guard: StateGuard) -> None:
        self._guard = guard
        self._failures: list[Exception] = []

    def begin(self, event: Any) -> None:
        """See `Observer`."""
        with self._remembering():
            self._guard.begin(event)

    def end(self, event: Any) -> None:
        """See `Observer`."""
        with self._remembering():
            self._guard.end(event)

    def check(self) -> None:
        """Demand that nothing went wrong since the last time.

        Raises:
            ExceptionGroup: something did.
        """
        failures, self._failures = self._failures, []
        if failures:
            msg = "the state guard itself failed; this is a bug in lissome, and nothing is known of the app"
            raise ExceptionGroup(msg, failures)

    @contextmanager
    def _remembering(self) -> Iterator[None]:
        try:
            yield
        except Exception as failure:
            self._failures.append(failure)
            raise
