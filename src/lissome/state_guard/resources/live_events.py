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
from typing import Final

from lissome.state_guard.finding import Finding
from lissome.state_guard.resources.reachability import is_in_app
from lissome.state_guard.resources.tracked_request import TrackedRequest

# In dev: seconds between two looks, and the part of the time that they may take. A full collection takes some
# hundredths of a second, more in a large app.
_PAUSE: Final = 10.0
_SHARE: Final = 0.01

# How far away from an event its keeper is looked for, and among how many objects.
_FAR: Final = 6
_MANY: Final = 300

_WHY: Final = (
    "The request is over, and its event is still alive, with this user's cookies, form and locals: {name} "
    "refers to it.\n"
    "Keep the values that are needed (an id, a text), and not the event, its request or its locals."
)


Place = tuple[str, int, str]


class LiveEvents:
    """Watches that events die.

    Args:
        root: the app's folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._suspects: list[TrackedRequest] = []
        self._next = 0.0

    def look(self, ended: list[TrackedRequest], *, thorough: bool, busy: bool) -> Iterator[Finding]:
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
        started = time.monotonic()
        gc.collect()
        suspects, self._suspects = self._suspects, []
        states = {id(state): (state, one.label) for one in suspects if (state := one.state()) is not None}
        if states:
            yield from self._findings(states)
        now = time.monotonic()
        self._next = now + max(_PAUSE, (now - started) / _SHARE)

    def _may_collect(self, *, busy: bool) -> bool:
        return not busy and time.monotonic() >= self._next

    def _findings(self, states: dict[int, tuple[object, str]]) -> Iterator[Finding]:
        source = self._root / "src"
        for key, (file, line, name) in _keepers(
            {key: state for key, (state, _) in states.items()}, f"{source}/"
        ):
            state, label = states[key]
            if not is_in_app(state, source):
                place = file.removeprefix(f"{self._root}/")
                yield Finding("event", place, line, f"event of {label}", _WHY.format(name=name), (label,))


def _keepers(states: dict[int, object], source: str) -> Iterator[tuple[int, Place]]:
    """The nearest thing of the app that refers to an event: its file, line and name; of some there is none.

    All are looked for at once, because each step looks at all objects of the process.
    """
    leads_to = {key: key for key in states}  # objects that were reached, and whose state each leads to
    layer = list(states.values())
    found: dict[int, Place] = {}
    for _ in range(_FAR):
        layer = [one for one in _referrers(layer, leads_to) if leads_to[id(one)] not in found][:_MANY]
        for one in layer:
            place = _place(one, source)
            if place is not None:
                found.setdefault(leads_to[id(one)], place)
        if not layer or len(found) == len(states):
            break
    yield from found.items()


def _referrers(layer: list[object], leads_to: dict[int, int]) -> list[object]:
    """What refers to some objects and was not reached before; it is entered in `leads_to`."""
    referrers = []
    for one in gc.get_referrers(*layer):
        is_ours = one is layer or (isinstance(one, FrameType) and one.f_code.co_filename == __file__)
        if id(one) in leads_to or is_ours or _is_context(one):
            continue
        target = next((leads_to[id(held)] for held in gc.get_referents(one) if id(held) in leads_to), None)
        if target is not None:
            leads_to[id(one)] = target
            referrers.append(one)
    return referrers


def _is_context(holder: object) -> bool:
    return isinstance(holder, Context) or type(holder).__name__.startswith("hamt")


def _place(holder: object, source: str) -> Place | None:
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
