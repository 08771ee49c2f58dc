"""Open files, sockets and SQLite connections."""

from __future__ import annotations

import builtins
import io
import os
import socket
import sqlite3
import weakref
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
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

# The place of `factory` among the arguments of sqlite3.connect.
_FACTORY: Final = 5


@contextmanager
def resources_watched(tracker: Tracker) -> Iterator[None]:
    """See what requests open."""
    with ExitStack() as undo:
        for module in (builtins, io):
            undo.enter_context(replaced(module, "open", lambda original: _opening(original, tracker)))
        undo.enter_context(replaced(os, "open", lambda original: _opening_number(original, tracker)))
        undo.enter_context(
            replaced(socket.socket, "__init__", lambda original: _connecting(original, tracker))
        )
        for module in (sqlite3, sqlite3.dbapi2):
            undo.enter_context(replaced(module, "connect", lambda original: _database(original, tracker)))
        yield


def _opening(original: Function, tracker: Tracker) -> Function:
    def opened(file: Any, *arguments: Any, **options: Any) -> Any:
        opened = original(file, *arguments, **options)
        if current_request.get() is not None:
            what = f"open file {_name(file)}"
            tracker.keep_resource(what, _FILE, _is_open(opened))
        return opened

    return opened


def _name(file: Any) -> str:
    return f"descriptor {file}" if isinstance(file, int) else os.fsdecode(file)


def _is_open(file: Any) -> Callable[[], bool]:
    seen = weakref.ref(file)

    def is_open() -> bool:
        known = seen()
        return known is not None and not known.closed

    return is_open


def _opening_number(original: Function, tracker: Tracker) -> Function:
    latest: dict[int, object] = {}  # who got a number last; before that somebody must have closed it

    def opened(path: Any, *arguments: Any, **options: Any) -> int:
        number: int = original(path, *arguments, **options)
        mine = latest[number] = object()
        if current_request.get() is not None:
            what = f"open file {_name(path)}"
            tracker.keep_resource(what, _FILE, _is_same_file(number, lambda: latest[number] is mine))
        return number

    return opened


def _is_same_file(number: int, is_latest: Callable[[], bool]) -> Callable[[], bool]:
    """Whether a descriptor is still that of the same file; numbers are given again, and inodes are too."""
    status = os.fstat(number)

    def is_same() -> bool:
        try:
            return is_latest() and os.path.samestat(os.fstat(number), status)
        except OSError:
            return False

    return is_same


def _connecting(original: Function, tracker: Tracker) -> Function:
    def init(self: Any, *arguments: Any, **options: Any) -> None:
        original(self, *arguments, **options)
        if current_request.get() is not None:
            tracker.keep_resource("open socket", _SOCKET, _is_connected(self))

    return init


def _is_connected(opened: socket.socket) -> Callable[[], bool]:
    seen = weakref.ref(opened)

    def is_open() -> bool:
        known = seen()
        return known is not None and known.fileno() != -1

    return is_open


def _database(original: Function, tracker: Tracker) -> Function:
    def connect(database: Any, *arguments: Any, **options: Any) -> Any:
        if current_request.get() is None or len(arguments) >= _FACTORY or tracker.made() is None:
            return original(database, *arguments, **options)
        options["factory"] = _referable(options.get("factory", sqlite3.Connection))
        connection = original(database, *arguments, **options)
        what = f"SQLite connection to {_name(database)}"
        tracker.keep_resource(what, _SQLITE, _is_usable(connection))
        return connection

    return connect


def _referable(base: Any) -> Any:
    """A class of connections that weak references can be made of, which sqlite3's own cannot."""
    if not isinstance(base, type) or "__weakref__" in dir(base):
        return base
    return type(base.__name__, (base,), {"__module__": base.__module__})


def _is_usable(connection: Any) -> Callable[[], bool]:
    seen = weakref.ref(connection)

    def is_usable() -> bool:
        known = seen()
        if known is None:
            return False
        try:
            _ = known.total_changes  # what a closed connection refuses
        except sqlite3.ProgrammingError:
            return False
        return True

    return is_usable
