"""Which objects live longer than a request, because the app or a library keeps them."""

from __future__ import annotations

import asyncio
import gc
import sys
import weakref
from collections.abc import Iterator, Mapping
from contextvars import Context
from pathlib import Path
from threading import Thread
from types import CodeType, FrameType, GeneratorType, ModuleType
from typing import Any, Final

# Objects that one search looks at: about a third of a second.
_MOST: Final = 500_000

# They know what is running, and not what is kept.
_BLIND: Final = (
    "threading",
    "asyncio",
    "concurrent",
    "_asyncio",
    "gc",
    "sys",
    "lissome",
    "uvloop",
    "selectors",
)

_RUNNING: Final = (
    *(Thread, FrameType, CodeType, GeneratorType, ModuleType, asyncio.Future, asyncio.AbstractEventLoop),
    *(asyncio.Handle, weakref.ref, Context),
)
_FROZEN: Final = (CodeType, ModuleType, weakref.ref, Context, Thread, asyncio.AbstractEventLoop)


def outlives(wanted: Mapping[int, object], source: Path, app_state: object) -> set[int]:
    """Which objects can be reached from the app's state, its modules, or those of libraries.

    Args:
        wanted: objects by their id().
        source: the folder of the app's modules, which are searched first.
        app_state: what `init` made.
    """
    found: set[int] = set()
    seen: set[int] = set()
    for roots in ([app_state], *_modules(source)):
        found |= _search(roots, wanted, seen)
        if len(found) == len(wanted):
            break
    return found


def is_in_app(wanted: object, source: Path) -> bool:
    """Whether the app's modules keep an object, suspended functions and tracebacks included."""
    own, _ = _modules(source)
    return bool(_search(own, {id(wanted): wanted}, set(), blind=_FROZEN))


def _modules(source: Path) -> Iterator[list[object]]:
    """The contents of the app's modules, then those of all others."""
    inside = f"{source}/"
    own: list[object] = []
    others: list[object] = []
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] not in _BLIND and isinstance(module, ModuleType):
            is_own = str(getattr(module, "__file__", None) or "").startswith(inside)
            (own if is_own else others).append(vars(module))
    yield own
    yield others


def _search(
    roots: list[Any], wanted: Mapping[int, object], seen: set[int], blind: tuple[type, ...] = _RUNNING
) -> set[int]:
    found: set[int] = set()
    layer = roots
    while layer and len(seen) < _MOST:
        fresh = []
        for one in layer:
            key = id(one)
            if key not in seen:
                seen.add(key)
                if key in wanted:
                    found.add(key)
                if not isinstance(one, blind):
                    fresh.append(one)
        if len(found) == len(wanted):
            break
        layer = gc.get_referents(*fresh)
    return found
