"""Loggers that requests make: `logging` keeps each under its name until the process ends."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from lissome.state_guard.resources.monkeypatch import Function, replaced
from lissome.state_guard.resources.tracked_request import NewLogger, Tracker, current_request


@contextmanager
def loggers_watched(tracker: Tracker) -> Iterator[None]:
    """Take note of the loggers that requests make."""

    def getting(original: Function) -> Function:
        def get_logger(self: logging.Manager, name: str) -> logging.Logger:
            request = current_request.get()
            if request is not None and name not in self.loggerDict:
                site = tracker.site(owners=False)
                if site is not None:
                    request.loggers.append(NewLogger(name, site))
            found: logging.Logger = original(self, name)
            return found

        return get_logger

    with replaced(logging.Manager, "getLogger", getting):
        yield
