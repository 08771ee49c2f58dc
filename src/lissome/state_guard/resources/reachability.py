"""Reachability: the objects that live longer than a request, because the app or a library keeps them."""

from __future__ import annotations

import asyncio
import builtins
import gc
import sys
import weakref
from collections.abc import Iterator, Mapping
from contextvars import Context
from pathlib import Path
from threading import Thread
from types import CodeType, FrameType, GeneratorType, ModuleType
from typing import Any, Final

# Objects that one search visits, in about a third of a second.
_MOST: Final = 500_000

# Packages that refer to every running task and thread, which says nothing of who keeps an object.
_NOT_SEARCHED: Final = frozenset(
    {"threading", "asyncio", "concurrent", "_asyncio", "gc", "sys", "lissome", "uvloop", "selectors"}
)

_FROZEN: Final = (CodeType, ModuleType, weakref.ref, Context, Thread, asyncio.AbstractEventLoop)
_RUNNING: Final = (*_FROZEN, FrameType, GeneratorType, asyncio.Future, asyncio.Handle)


def long_lived(wanted: Mapping[int, object], source: Path, app_state: object) -> set[int]:
    """Return the ids of the objects that can be reached from the app's state, its modules, or libraries.

    Args:
        wanted: objects by id.
        source: the folder of the app's modules, which are searched first.
        app_state: what `init` yielded.
    """
    found: set[int] = set()
    seen: set[int] = set()
    for roots in ([app_state], *_contents_of_modules(source)):
        found |= _search(roots, wanted, seen)
        if len(found) == len(wanted):
            break
    return found


def is_kept_by_app(wanted: object, source: Path) -> bool:
    """True if the app's modules keep an object, also through suspended functions and tracebacks."""
    own, _ = _contents_of_modules(source)
    # Each module refers to the builtins. One that is watched, such as `open`, refers to lissome's modules,
    # and they to pytest's import hook, which leads to everything that runs.
    seen = {id(vars(builtins))}
    return bool(_search(own, {id(wanted): wanted}, seen, opaque=_FROZEN))


def _contents_of_modules(source: Path) -> Iterator[list[object]]:
    """The contents of the app's modules, then those of all others."""
    inside = f"{source}/"
    own: list[object] = []
    others: list[object] = []
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] not in _NOT_SEARCHED and isinstance(module, ModuleType):
            is_own = str(getattr(module, "__file__", None) or "").startswith(inside)
            (own if is_own else others).append(vars(module))
    yield own
    yield others


def _search(
    roots: list[Any], wanted: Mapping[int, object], seen: set[int], opaque: tuple[type, ...] = _RUNNING
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
                if not isinstance(one, opaque):
                    fresh.append(one)
        if len(found) == len(wanted):
            break
        layer = gc.get_referents(*fresh)
    return found
