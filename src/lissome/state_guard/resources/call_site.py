"""Where in the app's own code something is made: found by walking up the stack at that moment."""

from __future__ import annotations

import asyncio
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

# Under these, modules are run: what one makes when it is imported is made once, whoever imported it first.
_IMPORTS: Final = ("<frozen importlib.", "<frozen runpy>")

# Below this frame is only the loop, and who runs it.
_STEP: Final = asyncio.Handle._run.__code__  # noqa: SLF001 - nothing public says where that is

Reference = Callable[[], object]


class CodeOwner(Enum):
    """Who wrote a file."""

    APP = auto()
    LISSOME = auto()
    PYTHON = auto()  # the standard library, generated code, and the guard's own stand-ins: looked through
    POOL = auto()
    IMPORT = auto()
    LIBRARY = auto()


# Names of the module are found much faster than members of an enumeration, and there are many frames.
_APP: Final = CodeOwner.APP
_PYTHON: Final = CodeOwner.PYTHON
_LIBRARY: Final = CodeOwner.LIBRARY


@dataclass(frozen=True, slots=True)
class CreationSite:
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


class CallSites:
    """Tells the app's own files from all others.

    Args:
        root: the app's folder; what lies in its ``src`` is the app's own.
    """

    def __init__(self, root: Path) -> None:
        self._root = f"{root}/"
        self._source = f"{root}/src/"
        here = Path(__file__).parent
        self._guard = f"{here.parent}/"
        self._lissome = f"{here.parents[1]}/"
        paths = sysconfig.get_paths()
        self._python = tuple({f"{paths[name]}/" for name in ("stdlib", "platstdlib")})
        self._libraries = tuple({f"{paths[name]}/" for name in ("purelib", "platlib")})
        self._known: dict[str, CodeOwner] = {}
        self._lines: dict[tuple[str, int, bool], CreationSite] = {}

    def find(self, *, keepers: bool = True, on_loop: bool = False) -> CreationSite | None:
        """The app's line that the caller was called from. It is asked for each task: so it is one loop.

        Args:
            keepers: whether `Made.keepers` matter.
            on_loop: whether this is called on the loop that serves, under which the app is not.

        Returns:
            None when lissome, a pool of the standard library, or an import is at work, or no line is the
            app's.
        """
        known, greenlet = self._known, None
        between: list[FrameType] = []
        frame: FrameType | None = sys._getframe(2)  # noqa: SLF001 - the caller is the guard's too
        while frame is not None:
            code = frame.f_code
            whose = known.get(code.co_filename) or self.whose(code)
            if whose is _LIBRARY:
                between.append(frame)
            elif whose is _APP:
                return self._made(frame, between if keepers else [], direct=not between)
            elif whose is not _PYTHON or (on_loop and code is _STEP):
                return None
            frame = frame.f_back
            if frame is None and "greenlet" in sys.modules:
                greenlet = _parent(greenlet)
                frame = getattr(greenlet, "gr_frame", None)
        return None

    def caller(self) -> CodeOwner:
        """Who called the guard's stand-in, directly."""
        frame = currentframe()
        while frame is not None and frame.f_code.co_filename.startswith(self._guard):
            frame = frame.f_back
        return CodeOwner.PYTHON if frame is None else self.whose(frame.f_code)

    def whose(self, code: CodeType) -> CodeOwner:
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
        while frame is not None and (whose := self.whose(frame.f_code)) is not CodeOwner.LISSOME:
            if whose is CodeOwner.APP:
                frames.append(frame)
            frame = frame.f_back
        return _keepers(frames)

    def _made(self, frame: FrameType, between: list[FrameType], *, direct: bool) -> CreationSite | None:
        code = frame.f_code
        if code.co_name == "<module>":
            return None
        place = (code.co_filename, frame.f_lineno, direct)
        made = self._lines.get(place)
        if made is None:
            made = CreationSite(code.co_filename.removeprefix(self._root), frame.f_lineno, direct=direct)
            self._lines[place] = made
        keepers = _keepers(between) if between else ()
        return CreationSite(made.file, made.line, keepers, direct) if keepers else made

    def _classify(self, name: str) -> CodeOwner:
        if name.startswith(self._source):
            return CodeOwner.APP
        if name.startswith(_IMPORTS):
            return CodeOwner.IMPORT
        if name.startswith((self._guard, "<")):
            return CodeOwner.PYTHON
        if name.startswith(self._lissome):
            return CodeOwner.LISSOME
        if name.startswith(self._libraries) or not name.startswith(self._python):
            return CodeOwner.LIBRARY
        return CodeOwner.POOL if name.endswith(_POOLS) else CodeOwner.PYTHON


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
