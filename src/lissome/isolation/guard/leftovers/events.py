"""Events that are still alive when their request is over, because code that runs or waits keeps them.

What the app's modules keep is found with the line that wrote it, by the other half of the guard. Contexts are
not looked at: each connection that a pool has opened keeps the context in which it was opened.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextvars import Context
from pathlib import Path
from types import CoroutineType, FrameType, FunctionType, GeneratorType
from typing import Any, Final

from lissome.isolation.guard.finding import Finding
from lissome.isolation.guard.leftovers.keepers import is_in_app
from lissome.isolation.guard.leftovers.record import Record

# Seconds between full collections in dev: one takes some hundredths of a second.
_PAUSE: Final = 10.0

# How far away from an event its keeper is looked for, and among how many objects.
_FAR: Final = 6
_MANY: Final = 300

_WHY: Final = (
    "The request is over, and its event is still alive, with this user's cookies, form and locals: {name} "
    "refers to it.\n"
    "Keep the values that are needed (an id, a text), and not the event, its request or its locals."
)


class Events:
    """Watches that events die.

    Args:
        root: the app's folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._suspects: list[Record] = []
        self._next = 0.0

    def look(self, ended: list[Record], *, thorough: bool, busy: bool) -> Iterator[Finding]:
        """Findings for requests that have ended.

        Args:
            ended: requests whose grace is over now.
            thorough: collect garbage now, so that all is said that there is to say.
            busy: whether requests are under way, which a collection would hold up.
        """
        self._suspects += [one for one in ended if not one.explains_event]
        self._suspects = [one for one in self._suspects if one.state() is not None]
        if not self._suspects or not (thorough or self._may_collect(busy=busy)):
            return
        gc.collect()
        self._next = time.monotonic() + _PAUSE
        suspects, self._suspects = self._suspects, []
        for record in suspects:
            state = record.state()
            if state is not None and not is_in_app(state, self._root / "src"):
                yield from self._finding(state, record.label)

    def _may_collect(self, *, busy: bool) -> bool:
        return not busy and time.monotonic() >= self._next

    def _finding(self, state: object, label: str) -> Iterator[Finding]:
        keeper = _keeper(state, f"{self._root}/src/")
        if keeper is not None:
            file, line, name = keeper
            file = file.removeprefix(f"{self._root}/")
            yield Finding("event", file, line, f"event of {label}", _WHY.format(name=name), (label,))


def _keeper(state: object, source: str) -> tuple[str, int, str] | None:
    """The nearest thing of the app that refers to an event: (file, line, name)."""
    seen = {id(state)}
    layer: list[Any] = [state]
    for _ in range(_FAR):
        holders = gc.get_referrers(*layer)
        fresh = [one for one in holders if id(one) not in seen and one is not layer and not _is_context(one)]
        seen.update(map(id, fresh))
        seen.add(id(holders))
        for one in fresh:
            found = _place(one, source)
            if found is not None:
                return found
        layer = fresh[:_MANY]
        if not layer:
            break
    return None


def _is_context(holder: object) -> bool:
    return isinstance(holder, Context) or type(holder).__name__.startswith("hamt")


def _place(holder: object, source: str) -> tuple[str, int, str] | None:
    """Where something of the app stands in its files: code that runs or waits, a function."""
    code, line = None, 0
    if isinstance(holder, FrameType):
        code, line = holder.f_code, holder.f_lineno or 0
    elif isinstance(holder, (CoroutineType, GeneratorType)):
        frame: FrameType | None = getattr(holder, "cr_frame", None) or getattr(holder, "gi_frame", None)
        code, line = (frame.f_code, frame.f_lineno or 0) if frame is not None else (None, 0)
    elif isinstance(holder, FunctionType):
        code, line = holder.__code__, holder.__code__.co_firstlineno
    if code is None or not code.co_filename.startswith(source):
        return None
    return code.co_filename, line, f"{code.co_qualname}()" if hasattr(code, "co_qualname") else code.co_name
