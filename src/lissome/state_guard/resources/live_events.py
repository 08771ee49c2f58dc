"""Events that are still alive when their request is over, because code that runs or waits refers to them.

Events that the app's modules keep are found by the rules, with the line that wrote them. References from
contexts do not count: each connection that a pool opened keeps the context in which it was opened.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextvars import Context
from pathlib import Path
from types import CoroutineType, FrameType, FunctionType, GeneratorType
from typing import Final

from lissome.state_guard.finding import Finding
from lissome.state_guard.resources.reachability import is_kept_by_app
from lissome.state_guard.resources.tracked_request import TrackedRequest

# In dev: seconds between two checks, and the part of the time that they may take. A full collection takes
# hundredths of a second, more in a large app.
_PAUSE: Final = 10.0
_SHARE: Final = 0.01

# The greatest distance from an event to the code that keeps it alive, and the objects per step.
_FAR: Final = 6
_MANY: Final = 300

_WHY: Final = (
    "The request is over, and its event is still alive, with this user's cookies, form and locals: {name} "
    "refers to it.\n"
    "Keep the values that are needed (an id, a text), and not the event, its request or its locals."
)


# (file, line, name of the function)
CodePlace = tuple[str, int, str]


class LiveEvents:
    """Checks that the events of ended requests die.

    Args:
        root: the app's folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._suspects: list[TrackedRequest] = []
        self._next = 0.0

    def check(self, ended: list[TrackedRequest], *, thorough: bool, is_busy: bool) -> Iterator[Finding]:
        """Yield findings for requests that have ended.

        Args:
            ended: requests whose grace period is over now.
            thorough: collect garbage now, so that nothing is left for a later check.
            is_busy: whether requests are under way, which a collection would delay.
        """
        self._suspects += [one for one in ended if not one.explains_event]
        self._suspects = [one for one in self._suspects if one.handle() is not None]
        may_collect = not is_busy and time.monotonic() >= self._next
        if not self._suspects or not (thorough or may_collect):
            return
        started = time.monotonic()
        gc.collect()
        suspects, self._suspects = self._suspects, []
        alive = {id(handle): (handle, one.label) for one in suspects if (handle := one.handle()) is not None}
        if alive:
            yield from self._findings(alive)
        now = time.monotonic()
        self._next = now + max(_PAUSE, (now - started) / _SHARE)

    def _findings(self, alive: dict[int, tuple[object, str]]) -> Iterator[Finding]:
        source = self._root / "src"
        handles = {key: handle for key, (handle, _) in alive.items()}
        for key, (file, line, name) in _nearest_code(handles, f"{source}/").items():
            handle, label = alive[key]
            if not is_kept_by_app(handle, source):
                own = file.removeprefix(f"{self._root}/")
                yield Finding("event", own, line, f"event of {label}", _WHY.format(name=name), (label,))


def _nearest_code(handles: dict[int, object], source: str) -> dict[int, CodePlace]:
    """The nearest code of the app that refers to each object, if there is any.

    All are looked for at once, because each step visits all objects of the process.
    """
    leads_to = {key: key for key in handles}  # objects that were reached, and the handle each leads to
    layer = list(handles.values())
    found: dict[int, CodePlace] = {}
    for _ in range(_FAR):
        layer = [one for one in _referrers(layer, leads_to) if leads_to[id(one)] not in found][:_MANY]
        for one in layer:
            place = _code_place(one, source)
            if place is not None:
                found.setdefault(leads_to[id(one)], place)
        if not layer or len(found) == len(handles):
            break
    return found


def _referrers(layer: list[object], leads_to: dict[int, int]) -> list[object]:
    """The objects that refer to some others and were not reached before; they are added to `leads_to`."""
    referrers = []
    for one in gc.get_referrers(*layer):
        is_guards = one is layer or (isinstance(one, FrameType) and one.f_code.co_filename == __file__)
        if id(one) in leads_to or is_guards or _is_context(one):
            continue
        target = next((leads_to[id(held)] for held in gc.get_referents(one) if id(held) in leads_to), None)
        if target is not None:
            leads_to[id(one)] = target
            referrers.append(one)
    return referrers


def _is_context(holder: object) -> bool:
    return isinstance(holder, Context) or type(holder).__name__.startswith("hamt")


def _code_place(holder: object, source: str) -> CodePlace | None:
    """The place of a frame, a coroutine, a generator or a function, if it is the app's."""
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
