"""A guard that fails must fail the test."""

from __future__ import annotations

from pathlib import Path

import pytest

from lissome.server.request.observer import ObservedRequest
from lissome.state_guard import StateGuard
from lissome.testing.guard_failures import GuardFailureRecorder
from support.fake_request import FakeEvent, observed


class BrokenGuard(StateGuard):
    """Fails at each end."""

    def begin(self, request: ObservedRequest) -> None:
        """Do nothing."""

    def end(self, request: ObservedRequest) -> None:
        raise RuntimeError(request.label)


def test_failures_are_remembered_and_raised_once(tmp_path: Path) -> None:
    recorder = GuardFailureRecorder(BrokenGuard(tmp_path))
    request = observed(FakeEvent(None, "/users"))
    recorder.begin(request)
    recorder.check()
    for _ in range(2):
        with pytest.raises(RuntimeError, match="GET /users"):
            recorder.end(request)
    with pytest.raises(ExceptionGroup, match="this is a bug in lissome") as failure:
        recorder.check()
    assert len(failure.value.exceptions) == 2
    recorder.check()
