"""Functions that requests register with the process."""

from __future__ import annotations

import atexit
import logging
import signal

from lissome.state_guard.resources.process_callbacks import callbacks_watched
from support.fake_tracker import FakeTracker


def test_handlers_and_filters_of_loggers() -> None:
    tracker, logger = FakeTracker(), logging.Logger("small")  # noqa: LOG001 - of this test only
    handler = logging.NullHandler()
    with callbacks_watched(tracker), tracker.request():
        logger.addHandler(handler)
        logger.addHandler(handler)
        logger.addFilter(bool)
    assert tracker.left() == ["NullHandler of the logger 'small'", "filter of <Logger small (NOTSET)>"]
    logger.removeHandler(handler)
    logger.removeFilter(bool)
    assert tracker.left() == []


def test_exit_functions() -> None:
    def late() -> None:
        """Called at exit, if the test fails."""

    tracker = FakeTracker()
    with callbacks_watched(tracker):
        with tracker.request():
            atexit.register(late)
        assert [what.rpartition(".")[2] for what in tracker.left()] == ["late()"]
        atexit.unregister(late)
        assert tracker.left() == []


def test_signal_handlers() -> None:
    tracker = FakeTracker()
    before = signal.getsignal(signal.SIGUSR1)
    with callbacks_watched(tracker), tracker.request():
        signal.signal(signal.SIGUSR1, lambda *_: None)
        assert (tracker.left(), tracker.kinds) == (["handler of SIGUSR1"], ["process"])
        signal.signal(signal.SIGUSR1, before)
    assert not tracker.added["handler of SIGUSR1"]() or before is signal.getsignal(signal.SIGUSR1)
