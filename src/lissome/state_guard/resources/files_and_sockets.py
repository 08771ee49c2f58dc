"""Open files, sockets and SQLite connections."""

from __future__ import annotations

import builtins
import io
import os
import selectors
import socket
import sqlite3
import weakref
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any, Final

from lissome.state_guard.resources.monkeypatch import Function, replaced
from lissome.state_guard.resources.tracked_request import Tracker, current_request

_FILE: Final = (
    "It was opened for this request and is still open after the response. Each process may have only so many "
    "open files, often 1024; then no request can be answered any more.\n"
    "Open it in a `with` block, or with event.enter(open(…)) when the response still reads from it."
)
_SOCKET: Final = (
    "It was opened for this request and is still open after the response. With every request there is one "
    "more, here and at the other end, until one of them has no more.\n"
    "Use `async with`, or event.enter(…) on what opened it; a client or pool for the whole app is made in "
    "`init` of src/hooks.server.py, and kept in the app's state."
)
_SQLITE: Final = (
    "It was opened for this request and is still open after the response. It keeps a file open, and maybe a "
    "transaction that locks out all others.\n"
    "Use event.enter(contextlib.closing(sqlite3.connect(…))), or open one connection in `init` of "
    "src/hooks.server.py. (`with connection:` ends a transaction, and closes nothing.)"
)

_PIPE: Final = (
    "It was made for this request and is still open after the response. Each process may have only so many "
    "descriptors, often 1024; then no request can be answered any more.\n"
    "Close it in `finally`, all ends of it, or with event.defer(os.close, descriptor); or make a file of it: "
    "with os.fdopen(descriptor)."
)
# Functions of `os` that return descriptors.
_DESCRIPTORS: Final = (
    *("pipe", "pipe2", "dup", "dup2", "openpty", "posix_openpt", "memfd_create", "eventfd"),
    *("timerfd_create", "pidfd_open"),
)

# The position of `factory` among the arguments of sqlite3.connect.
_FACTORY: Final = 5


@contextmanager
def files_and_sockets_watched(tracker: Tracker) -> Iterator[None]:
    """Track what requests open."""
    watched = (
        *((builtins, "open", _opening), (io, "open", _opening), (os, "open", _opening_descriptor)),
        *((socket.socket, "__init__", _connecting), (selectors.DefaultSelector, "__init__", _selecting)),
        *((sqlite3, "connect", _database), (sqlite3.dbapi2, "connect", _database)),
    )
    with ExitStack() as undo:
        for owner, name, make in watched:
            undo.enter_context(replaced(owner, name, partial(make, tracker=tracker)))
        for name in _DESCRIPTORS:
            if hasattr(os, name):
                undo.enter_context(replaced(os, name, partial(_describing, tracker=tracker)))
        yield


def _opening(original: Function, tracker: Tracker) -> Function:
    def opened(file: Any, *arguments: Any, **options: Any) -> Any:
        opened = original(file, *arguments, **options)
        if current_request.get() is not None:
            is_open = _while_alive(opened, lambda known: not known.closed)
            tracker.add_owned(f"open file {_name(file)}", _FILE, is_open)
        return opened

    return opened


def _opening_descriptor(original: Function, tracker: Tracker) -> Function:
    latest: dict[int, object] = {}  # by descriptor, the file that it was given to last

    def opened(path: Any, *arguments: Any, **options: Any) -> int:
        number: int = original(path, *arguments, **options)
        mine = latest[number] = object()
        if current_request.get() is not None:
            is_open = _is_same_file(number, lambda: latest[number] is mine)
            tracker.add_owned(f"open file {_name(path)}", _FILE, is_open)
        return number

    return opened


def _describing(original: Function, tracker: Tracker) -> Function:
    """Track the descriptors that a function returns, unless Python has called it, which closes them."""

    def made(*arguments: Any, **options: Any) -> Any:
        result = original(*arguments, **options)
        if current_request.get() is not None and not tracker.is_called_by_python():
            for number in result if isinstance(result, tuple) else (result,):
                what = f"descriptor of os.{original.__name__}()"
                tracker.add_owned(what, _PIPE, _is_same_file(number, lambda: True))
        return result

    return made


def _connecting(original: Function, tracker: Tracker) -> Function:
    def init(self: Any, *arguments: Any, **options: Any) -> None:
        original(self, *arguments, **options)
        if current_request.get() is not None:
            is_open = _while_alive(self, lambda known: known.fileno() != -1)
            tracker.add_owned("open socket", _SOCKET, is_open)

    return init


def _selecting(original: Function, tracker: Tracker) -> Function:
    def init(self: Any) -> None:
        original(self)
        if current_request.get() is not None and not tracker.is_called_by_python():  # a loop has its own
            is_open = _while_alive(self, lambda known: known.get_map() is not None)
            tracker.add_owned("open selector", _PIPE, is_open)

    return init


def _database(original: Function, tracker: Tracker) -> Function:
    def connect(database: Any, *arguments: Any, **options: Any) -> Any:
        if current_request.get() is None or len(arguments) >= _FACTORY or tracker.site() is None:
            return original(database, *arguments, **options)
        options["factory"] = _weakly_referable(options.get("factory", sqlite3.Connection))
        connection = original(database, *arguments, **options)
        what = f"SQLite connection to {_name(database)}"
        tracker.add_owned(what, _SQLITE, _while_alive(connection, _is_usable))
        return connection

    return connect


def _name(file: Any) -> str:
    return f"descriptor {file}" if isinstance(file, int) else os.fsdecode(file)


def _while_alive(opened: Any, is_open: Callable[[Any], bool]) -> Callable[[], bool]:
    """Return a function that tells whether an object is alive and open, and does not keep it alive."""
    reference = weakref.ref(opened)
    return lambda: (known := reference()) is not None and is_open(known)


def _is_same_file(number: int, is_latest: Callable[[], bool]) -> Callable[[], bool]:
    """Return a function that tells whether a descriptor is still that of the same file.

    Descriptors are reused, and so are inodes.
    """
    status = os.fstat(number)

    def is_same() -> bool:
        try:
            return is_latest() and os.path.samestat(os.fstat(number), status)
        except OSError:
            return False

    return is_same


def _weakly_referable(base: Any) -> Any:
    """Return a class of connections that can be referred to weakly, as sqlite3's own cannot."""
    if not isinstance(base, type) or "__weakref__" in dir(base):
        return base
    return type(base.__name__, (base,), {"__module__": base.__module__})


def _is_usable(connection: sqlite3.Connection) -> bool:
    try:
        _ = connection.total_changes  # raises if the connection is closed
    except sqlite3.ProgrammingError:
        return False
    return True
