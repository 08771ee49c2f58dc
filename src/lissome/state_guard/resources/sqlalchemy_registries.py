"""Watching what requests add to objects of SQLAlchemy that live longer: listeners of events, and tables."""

from __future__ import annotations

import sys
import weakref
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final

from lissome.state_guard.resources.call_site import CreationSite
from lissome.state_guard.resources.monkeypatch import Function, replaced
from lissome.state_guard.resources.tracked_request import Tracker, current_request

_LISTENER: Final = (
    "Requests add listeners of their own here, and the target keeps each of them: with every request there "
    "is one more, and all of them run.\n"
    "Listen once, at the top of a module, and find what differs by request in a context variable; or take it "
    "out: event.defer(sqlalchemy.event.remove, target, name, function)."
)
_TABLE: Final = (
    "Requests make tables of their own here, and the MetaData keeps each of them until the process ends.\n"
    "Declare tables at the top of a module, or give these a MetaData of their own: Table(name, MetaData())."
)
# Requests that must have added something at the same line: what is set up on first use is added once.
_MOST: Final = 3


@contextmanager
def sqlalchemy_watched(tracker: Tracker) -> Iterator[None]:
    """Track what requests add, if the app has imported SQLAlchemy."""
    event, schema = sys.modules.get("sqlalchemy.event"), sys.modules.get("sqlalchemy.schema")
    if event is None or schema is None:
        yield
        return
    watcher = _Watcher(tracker, event, schema)
    with ExitStack() as undo:
        undo.enter_context(replaced(event, "listen", watcher.listening))
        undo.enter_context(replaced(event, "listens_for", watcher.decorating))
        event.listen(schema.Table, "after_parent_attach", watcher.attached)
        undo.callback(event.remove, schema.Table, "after_parent_attach", watcher.attached)
        yield


class _Watcher:
    def __init__(self, tracker: Tracker, event: Any, schema: Any) -> None:
        self._tracker, self._event, self._schema = tracker, event, schema
        self._requests: dict[CreationSite, set[str]] = defaultdict(set)  # that added something at a line

    def listening(self, original: Function) -> Function:
        def listen(target: Any, identifier: str, function: Any, *arguments: Any, **options: Any) -> None:
            original(target, identifier, function, *arguments, **options)
            if current_request.get() is not None and self._tracker.is_called_by_app():
                self._added_listener(target, identifier, function)

        return listen

    def decorating(self, original: Function) -> Function:
        def listens_for(target: Any, identifier: str, *arguments: Any, **options: Any) -> Function:
            decorate = original(target, identifier, *arguments, **options)

            def decorated(function: Any) -> Any:
                result = decorate(function)
                if current_request.get() is not None:
                    self._added_listener(target, identifier, function)
                return result

            return decorated

        return listens_for

    def attached(self, table: Any, metadata: Any) -> None:
        if isinstance(metadata, self._schema.MetaData):
            reference, key = weakref.ref(metadata), table.key
            self._add(
                f"table {key!r} of a MetaData", _TABLE, lambda: key in getattr(reference(), "tables", ())
            )

    def _added_listener(self, target: Any, identifier: str, function: Any) -> None:
        is_left = _is_listening(self._event, target, identifier, function)
        self._add(f"listener of {identifier!r}", _LISTENER, is_left)

    def _add(self, what: str, why: str, is_left: Callable[[], bool]) -> None:
        request, site = current_request.get(), self._tracker.site(owners=False)
        if request is not None and site is not None:
            requests = self._requests[site]
            if len(requests) < _MOST:
                requests.add(request.label)
            self._tracker.add(what, why, lambda: len(requests) >= _MOST and is_left(), owners=False)


def _is_listening(event: Any, target: Any, identifier: str, function: Any) -> Callable[[], bool]:
    """Return a function that tells whether a target still has a listener, and keeps neither alive."""
    try:
        references = weakref.ref(target), weakref.ref(function)
    except TypeError:
        return lambda: False

    def is_listening() -> bool:
        known, listener = references[0](), references[1]()
        return known is not None and listener is not None and event.contains(known, identifier, listener)

    return is_listening
