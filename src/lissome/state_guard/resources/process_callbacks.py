"""Functions that the process calls later: logging handlers and filters, exit functions, signal handlers."""

from __future__ import annotations

import atexit
import logging
import signal
import weakref
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final

from lissome.state_guard.resources.monkeypatch import Function, replaced
from lissome.state_guard.resources.tracked_request import Tracker, current_request

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
def callbacks_watched(tracker: Tracker) -> Iterator[None]:
    """Track the functions that requests register with the process."""
    with ExitStack() as undo:
        undo.enter_context(
            replaced(logging.Logger, "addHandler", lambda original: _adding_handler(original, tracker))
        )
        undo.enter_context(
            replaced(logging.Filterer, "addFilter", lambda original: _adding_filter(original, tracker))
        )
        undo.enter_context(_atexit_watched(tracker))
        undo.enter_context(replaced(signal, "signal", lambda original: _handling(original, tracker)))
        yield


def _adding_handler(original: Function, tracker: Tracker) -> Function:
    def add_handler(self: logging.Logger, handler: logging.Handler) -> None:
        is_new = handler not in self.handlers
        original(self, handler)
        if current_request.get() is not None and is_new:
            what = f"{type(handler).__name__} of the logger {self.name!r}"
            tracker.add(what, _LOGGING, _is_member(self, "handlers", handler))

    return add_handler


def _adding_filter(original: Function, tracker: Tracker) -> Function:
    def add_filter(self: logging.Filterer, new: Any) -> None:
        is_new = new not in self.filters
        original(self, new)
        if current_request.get() is not None and is_new:
            tracker.add(f"filter of {self!r}", _LOGGING, _is_member(self, "filters", new))

    return add_filter


@contextmanager
def _atexit_watched(tracker: Tracker) -> Iterator[None]:
    registered: set[int] = set()

    def registering(original: Function) -> Function:
        def register(function: Any, *arguments: Any, **options: Any) -> Any:
            result = original(function, *arguments, **options)
            # modules of Python register once for all their objects
            if current_request.get() is not None and not tracker.is_called_by_python():
                key = id(function)  # kept by atexit until it is unregistered
                registered.add(key)
                what = f"atexit function {getattr(function, '__qualname__', function)}()"
                tracker.add(what, _ATEXIT, lambda: key in registered)
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
        if current_request.get() is not None and before is not handler:
            changed = signal.getsignal(number)
            what = f"handler of {signal.Signals(number).name}"
            tracker.add(what, _SIGNAL, lambda: signal.getsignal(number) is changed, kind="process")
        return before

    return handle


def _is_member(owner: Any, attribute: str, member: Any) -> Callable[[], bool]:
    """Return a function that tells whether a handler or filter is still in the owner's list."""
    reference = weakref.ref(owner)
    key = id(member)  # while it is in the list, no other object has this id
    return lambda: any(id(one) == key for one in getattr(reference(), attribute, ()))
