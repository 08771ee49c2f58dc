"""Where in the app's own code something is made: found by walking up the stack at that moment."""

from __future__ import annotations

import sys
import sysconfig
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from inspect import currentframe
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, Final

# Their threads and processes are pools, which end with the pool.
_POOLS: Final = ("/concurrent/futures/thread.py", "/concurrent/futures/process.py")

Reference = Callable[[], object]


class Whose(Enum):
    """Who wrote a file."""

    APP = auto()
    LISSOME = auto()
    PYTHON = auto()  # the standard library, generated code, and the guard's own stand-ins: looked through
    POOL = auto()
    LIBRARY = auto()


# Names of the module are found much faster than members of an enumeration, and there are many frames.
_APP: Final = Whose.APP
_PYTHON: Final = Whose.PYTHON
_LIBRARY: Final = Whose.LIBRARY


@dataclass(frozen=True, slots=True)
class Made:
    """Who made something.

    Attributes:
        file: relative to the app's root, with ``/``.
        line: of the app's innermost frame, from 1.
        keepers: the objects whose methods were on the way, as weak references where there can be any: a
            connection that a pool opened is the pool's, and not the request's.
        direct: whether no library stood between the app's line and what was made.
    """

    file: str
    line: int
    keepers: tuple[Reference, ...] = ()
    direct: bool = True


class Sites:
    """Tells the app's own files from all others.

    Args:
        root: the app's folder; what lies in its ``src`` is the app's own.
    """

    def __init__(self, root: Path) -> None:
        self._root = f"{root}/"
        self._source = f"{root}/src/"
        here = Path(__file__).parent
        self._guard = f"{here.parent}/"
        self._lissome = f"{here.parents[2]}/"
        paths = sysconfig.get_paths()
        self._python = tuple({f"{paths[name]}/" for name in ("stdlib", "platstdlib")})
        self._libraries = tuple({f"{paths[name]}/" for name in ("purelib", "platlib")})
        self._known: dict[str, Whose] = {}

    def find(self, *, keepers: bool = True) -> Made | None:
        """The app's line that the caller was called from.

        Returns:
            None when lissome, a pool of the standard library, or an import is at work, or no line is the
            app's.
        """
        known, greenlet = self._known, None
        between: list[FrameType] = []
        frame = currentframe()
        while frame is not None:
            whose = known.get(frame.f_code.co_filename) or self.whose(frame.f_code)
            if whose is _APP:
                return self._made(frame, between, keepers=keepers)
            if whose is _LIBRARY:
                between.append(frame)
            elif whose is not _PYTHON:
                return None
            frame = frame.f_back
            if frame is None and "greenlet" in sys.modules:
                greenlet = _parent(greenlet)
                frame = getattr(greenlet, "gr_frame", None)
        return None

    def caller(self) -> Whose:
        """Who called the guard's stand-in, directly."""
        frame = currentframe()
        while frame is not None and frame.f_code.co_filename.startswith(self._guard):
            frame = frame.f_back
        return Whose.PYTHON if frame is None else self.whose(frame.f_code)

    def whose(self, code: CodeType) -> Whose:
        """Who wrote a piece of code."""
        name = code.co_filename
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._classify(name)
        return known

    def own_objects(self) -> tuple[Reference, ...]:
        """The app's objects whose methods are on the stack, up to lissome, but none that is being made."""
        frames = []
        frame = currentframe()
        while frame is not None and (whose := self.whose(frame.f_code)) is not Whose.LISSOME:
            if whose is Whose.APP:
                frames.append(frame)
            frame = frame.f_back
        return _keepers(frames)

    def _made(self, frame: FrameType, between: list[FrameType], *, keepers: bool) -> Made | None:
        # what a module makes when it is imported is made once, whoever was the first to import it
        if any(one.f_code.co_name == "<module>" for one in (*between, frame)):
            return None
        file = frame.f_code.co_filename.removeprefix(self._root)
        return Made(file, frame.f_lineno, _keepers(between) if keepers else (), direct=not between)

    def _classify(self, name: str) -> Whose:
        if name.startswith(self._source):
            return Whose.APP
        if name.startswith((self._guard, "<")):
            return Whose.PYTHON
        if name.startswith(self._lissome):
            return Whose.LISSOME
        if name.startswith(self._libraries) or not name.startswith(self._python):
            return Whose.LIBRARY
        return Whose.POOL if name.endswith(_POOLS) else Whose.PYTHON


def _parent(greenlet: Any) -> Any:
    """The greenlet that waits for this one: SQLAlchemy runs its synchronous parts in one of their own."""
    return (greenlet or sys.modules["greenlet"].getcurrent()).parent


def _keepers(frames: list[FrameType]) -> tuple[Reference, ...]:
    selves: dict[int, object] = {}
    unborn: set[int] = set()
    for frame in frames:
        code = frame.f_code
        if code.co_argcount and code.co_varnames[0] == "self":
            own = frame.f_locals.get("self")
            selves[id(own)] = own
            if code.co_name == "__init__":
                unborn.add(id(own))
    return tuple(_reference(own) for key, own in selves.items() if key not in unborn)


def _reference(own: object) -> Reference:
    try:
        return weakref.ref(own)
    except TypeError:  # it has slots; the reference is given up with the request
        return lambda: own
