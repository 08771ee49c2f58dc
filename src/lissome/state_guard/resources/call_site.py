"""The line of the app that makes a resource, found by walking up the stack at that moment."""

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

# The threads and processes of these pools end with the pool.
_POOLS: Final = ("/concurrent/futures/thread.py", "/concurrent/futures/process.py")

# Below these frames a module is imported: it makes its resources once, whichever request imported it first.
_IMPORTS: Final = ("<frozen importlib.", "<frozen runpy>")

# Below this frame there is only the event loop.
_LOOP_STEP: Final = asyncio.Handle._run.__code__  # noqa: SLF001 - no public name for this frame

Reference = Callable[[], object]


class CodeOwner(Enum):
    """The origin of a piece of code."""

    APP = auto()
    LISSOME = auto()
    PYTHON = auto()  # the standard library, generated code, and the guard: their frames are skipped
    POOL = auto()
    IMPORT = auto()
    LIBRARY = auto()


# Global names are read faster than members of an enumeration, and there are many frames.
_APP: Final = CodeOwner.APP
_PYTHON: Final = CodeOwner.PYTHON
_LIBRARY: Final = CodeOwner.LIBRARY


@dataclass(frozen=True, slots=True)
class CreationSite:
    """The line that made a resource.

    Attributes:
        file: relative to the app's root, with ``/``.
        line: of the app's innermost frame, counted from 1.
        owners: the objects whose methods were called on the way, by weak references where possible: a
            connection that a pool opened is the pool's, and not the request's.
    """

    file: str
    line: int
    owners: tuple[Reference, ...] = ()


class CallSites:
    """Tells the frames of the app from all others.

    Args:
        root: the app's folder; the files in its ``src`` are the app's own.
    """

    def __init__(self, root: Path) -> None:
        self._root = f"{root}/"
        self._source = f"{root}/src/"
        guard = Path(__file__).parents[1]
        self._guard, self._lissome = f"{guard}/", f"{guard.parent}/"
        paths = sysconfig.get_paths()
        self._python = tuple({f"{paths[name]}/" for name in ("stdlib", "platstdlib")})
        self._libraries = tuple({f"{paths[name]}/" for name in ("purelib", "platlib")})
        self._known: dict[str, CodeOwner] = {}
        self._sites: dict[tuple[str, int], CreationSite] = {}

    def find(self, *, owners: bool = True, on_loop: bool = False) -> CreationSite | None:
        """Return the line of the app that the caller was called from; one loop, since each task asks for it.

        Args:
            owners: whether `CreationSite.owners` is needed.
            on_loop: whether the caller runs on the loop that serves; then the app is not below its frame.

        Returns:
            None when lissome, a pool of the standard library, or an import is running, or no frame is the
            app's.
        """
        known, greenlet = self._known, None
        between: list[FrameType] = []
        frame: FrameType | None = sys._getframe(2)  # noqa: SLF001 - the caller is the guard's too
        while frame is not None:
            code = frame.f_code
            owner = known.get(code.co_filename) or self.owner_of(code)
            if owner is _LIBRARY:
                between.append(frame)
            elif owner is _APP:
                return self._site(frame, between if owners else [])
            elif owner is not _PYTHON or (on_loop and code is _LOOP_STEP):
                return None
            frame = frame.f_back
            if frame is None and "greenlet" in sys.modules:
                greenlet = _parent_of(greenlet)
                frame = getattr(greenlet, "gr_frame", None)
        return None

    def caller(self) -> CodeOwner:
        """Return the owner of the code that called the guard's function directly."""
        frame = currentframe()
        while frame is not None and frame.f_code.co_filename.startswith(self._guard):
            frame = frame.f_back
        return CodeOwner.PYTHON if frame is None else self.owner_of(frame.f_code)

    def owner_of(self, code: CodeType) -> CodeOwner:
        """Return the owner of a piece of code."""
        name = code.co_filename
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._classify(name)
        return known

    def own_objects(self) -> tuple[Reference, ...]:
        """Return the app's objects whose methods are on the stack, up to lissome, except those being made."""
        frames = []
        frame = currentframe()
        while frame is not None and (owner := self.owner_of(frame.f_code)) is not CodeOwner.LISSOME:
            if owner is CodeOwner.APP:
                frames.append(frame)
            frame = frame.f_back
        return _receivers(frames)

    def _site(self, frame: FrameType, between: list[FrameType]) -> CreationSite | None:
        code = frame.f_code
        if code.co_name == "<module>":
            return None
        place = (code.co_filename, frame.f_lineno)
        site = self._sites.get(place)
        if site is None:
            site = CreationSite(code.co_filename.removeprefix(self._root), frame.f_lineno)
            self._sites[place] = site
        owners = _receivers(between) if between else ()
        return CreationSite(site.file, site.line, owners) if owners else site

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


def _parent_of(greenlet: Any) -> Any:
    """The greenlet that waits for this one: SQLAlchemy runs its synchronous parts in their own."""
    return (greenlet or sys.modules["greenlet"].getcurrent()).parent


def _receivers(frames: list[FrameType]) -> tuple[Reference, ...]:
    """The objects whose methods run in these frames, without those whose `__init__` does."""
    selves: dict[int, object] = {}
    in_construction: set[int] = set()
    for frame in frames:
        code = frame.f_code
        if code.co_argcount and code.co_varnames[0] == "self":
            own = frame.f_locals.get("self")
            selves[id(own)] = own
            if code.co_name == "__init__":
                in_construction.add(id(own))
    return tuple(_reference(own) for key, own in selves.items() if key not in in_construction)


def _reference(own: object) -> Reference:
    try:
        return weakref.ref(own)
    except TypeError:  # it has slots; the reference is dropped with the request
        return lambda: own
