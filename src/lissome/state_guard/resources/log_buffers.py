"""Records of the log that a handler keeps in memory, and writes only when an error occurs."""

from __future__ import annotations

import logging
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from logging.handlers import BufferingHandler
from typing import Final

from lissome.state_guard.resources.monkeypatch import Function, replaced
from lissome.state_guard.resources.tracked_request import Tracker, current_request

# A handler that takes no more than these records is bounded; they come from several requests on purpose.
_BOUNDED: Final = 1_000
# Records that a handler must have kept of earlier requests.
_MOST: Final = 8
_WHY: Final = (
    "The handler keeps every record in memory, with the arguments of the call, until an error occurs or it "
    "has {capacity:,} of them.\n"
    "Give it a capacity of at most {bounded:,}, or flush it when a request ends: event.defer(handler.flush)."
)


@contextmanager
def log_buffers_watched(tracker: Tracker) -> Iterator[None]:
    """Track the records that requests leave in the buffers of handlers."""
    with replaced(BufferingHandler, "emit", lambda original: _emitting(original, tracker)):
        yield


def _emitting(original: Function, tracker: Tracker) -> Function:
    def emit(self: BufferingHandler, record: logging.LogRecord) -> None:
        original(self, record)
        is_bounded = self.capacity <= _BOUNDED
        if current_request.get() is not None and not is_bounded and len(self.buffer) > _MOST:
            why = _WHY.format(capacity=self.capacity, bounded=_BOUNDED)
            what = f"record in the buffer of {type(self).__name__}"
            tracker.add(what, why, _is_kept(self, record), owners=False)

    return emit


def _is_kept(handler: BufferingHandler, record: logging.LogRecord) -> Callable[[], bool]:
    references = weakref.ref(handler), weakref.ref(record)

    def is_kept() -> bool:
        known, kept = references[0](), references[1]()
        return known is not None and kept is not None and any(one is kept for one in known.buffer)

    return is_kept
