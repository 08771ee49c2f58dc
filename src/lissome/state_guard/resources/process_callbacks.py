"""Functions that the process calls later: logging handlers and filters, exit functions, signal handlers."""

from __future__ import annotations

import atexit
import logging
import signal
import weakref
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final

from lissome.state_guard.resources.monkeypatch import Function, replaced
from lissome.state_guard.resources.tracked_request import TrackedResource, Tracker, current_request

_LOGGING: Final = (
    "It was added for this request and is still there after the response. With every request there is one "
    "more, and each line is logged by all of them.\n"
    "Set up logging once, in `init` of src/hooks.server.py; what differs by request goes into "
    "`extra=` or a LoggerAdapter."
)
_ATEXIT: Final = (
    "It was registered for this request and waits for the end of the process, with everything it refers to: "
    "one more with each request.\n"
    "What ends with the request is event.defer(function); what ends with the app stands behind `yield` in "
    "`init` of src/hooks.server.py."
)
_SIGNAL: Final = (
    "A request changed what the whole process does on a signal, for all requests, and for the server, which "
    "ends by SIGINT and SIGTERM.\n"
    "What must happen at the app's end stands behind `yield` in `init` of src/hooks.server.py."
)


@contextmanager
def exits_watched(tracker: Tracker) -> Iterator[None]:
    """See what requests have the process call later."""
    with ExitStack() as undo:
        undo.enter_context(
            replaced(logging.Logger, "addHandler", lambda original: _adding(original, tracker))
        )
        undo.enter_context(
            replaced(logging.Filterer, "addFilter", lambda original: _filtering(original, tracker))
        )
        undo.enter_context(_exits_watched(tracker))
        undo.enter_context(replaced(signal, "signal", lambda original: _handling(original, tracker)))
        yield


def _adding(original: Function, tracker: Tracker) -> Function:
    def add_handler(self: logging.Logger, handler: logging.Handler) -> None:
        is_new = handler not in self.handlers
        original(self, handler)
        if current_request.get() is not None and is_new:
            what = f"{type(handler).__name__} of the logger {self.name!r}"
            _keep_member(tracker, what, weakref.ref(self), handler, "handlers")

    return add_handler


def _filtering(original: Function, tracker: Tracker) -> Function:
    def add_filter(self: logging.Filterer, new: Any) -> None:
        is_new = new not in self.filters
        original(self, new)
        if current_request.get() is not None and is_new:
            _keep_member(tracker, f"filter of {self!r}", weakref.ref(self), new, "filters")

    return add_filter


def _keep_member(tracker: Tracker, what: str, owner: Any, member: Any, members: str) -> None:
    made = tracker.made()
    if made is not None:
        key = id(member)  # while it is a member, no other object has it
        tracker.keep(
            TrackedResource(
                what, _LOGGING, made, lambda: any(id(own) == key for own in getattr(owner(), members, ()))
            )
        )


@contextmanager
def _exits_watched(tracker: Tracker) -> Iterator[None]:
    registered: set[int] = set()

    def registering(original: Function) -> Function:
        def register(function: Any, *arguments: Any, **options: Any) -> Any:
            result = original(function, *arguments, **options)
            made = tracker.made() if current_request.get() is not None else None
            # Python's own modules register once for all their objects
            if made is not None and not tracker.is_called_by_python():
                key = id(function)  # atexit keeps it, until it is unregistered
                registered.add(key)
                what = f"atexit function {getattr(function, '__qualname__', function)}()"
                tracker.keep(TrackedResource(what, _ATEXIT, made, lambda: key in registered))
            return result

        return register

    def unregistering(original: Function) -> Function:
        def unregister(function: Any) -> None:
            registered.discard(id(function))
            original(function)

        return unregister

    with replaced(atexit, "register", registering), replaced(atexit, "unregister", unregistering):
        yield


def _handling(original: Function, tracker: Tracker) -> Function:
    def handle(number: int, handler: Any) -> Any:
        before = original(number, handler)
        made = tracker.made() if current_request.get() is not None else None
        if made is not None and before is not handler:
            changed = signal.getsignal(number)
            name = signal.Signals(number).name
            tracker.keep(
                TrackedResource(
                    f"handler of {name}",
                    _SIGNAL,
                    made,
                    lambda: signal.getsignal(number) is changed,
                    kind="process",
                )
            )
        return before

    return handle
