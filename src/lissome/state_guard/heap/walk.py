"""Walking through a value: the objects and texts that it holds, wherever they are."""

from __future__ import annotations

import re
import sys
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from contextvars import Context
from itertools import islice
from types import TracebackType
from typing import Any, Final

from lissome.state_guard.heap.introspect import (
    ATOMS,
    ContainerKind,
    attributes,
    entries_of,
    is_text_file,
    items_of,
    kind_of,
)

DEEPEST: Final = 12
_MOST: Final = 3_000
_LONGEST: Final = 200_000
# Attributes that lead from an object of a library to all others of its kind.
_BACK_REFERENCES: Final = frozenset(
    {"manager", "parent", "root", "_loop", "loop", "_context", "__globals__", "__builtins__"}
)
_CAUSES: Final = ("__cause__", "__context__")
_FUNCTION_METADATA: Final = frozenset(
    {"__wrapped__", "__module__", "__doc__", "__qualname__", "__name__", "__annotations__"}
)


def walk(value: Any, stop: Collection[int], *, deepest: int = DEEPEST) -> Iterator[tuple[Any, str]]:
    """Yield a value and the objects in it, breadth first, each with its path: ``.user.name``, ``[0]``.

    Args:
        stop: ids of objects that are not entered.
        deepest: the number of steps from the value.
    """
    seen = {id(value)}
    waiting: deque[tuple[Any, str, int]] = deque([(value, "", 0)])
    count = 0
    while waiting and count < _MOST:
        one, path, depth = waiting.popleft()
        count += 1
        yield one, path
        if depth >= deepest:
            continue
        for step, inner in _steps(one):
            if id(inner) not in seen and (id(inner) not in stop or type(inner) in ATOMS):
                seen.add(id(inner))
                waiting.append((inner, path + step, depth + 1))


def on_path(value: Any, path: str, stop: Collection[int] = (), *, most: int = _MOST) -> Iterator[Any]:
    """Yield the objects that lead from a value to what `walk` found at `path`, the value itself first."""
    for one, where in islice(walk(value, stop), most):
        is_step = path.startswith(where) and path[len(where) :][:1] in ("", ".", "[")
        if is_step and type(one) not in ATOMS:
            yield one


def text_of(value: Any) -> str:
    """Return the text of a string, a number, bytes or a file in memory, in lower case; else ``""``."""
    if type(value) is str:
        return value[:_LONGEST].lower()
    if type(value) is int:
        return str(value) if abs(value) < 1 << 64 else ""
    if type(value) is bytes or type(value) is bytearray:
        return bytes(value[:_LONGEST]).decode("utf-8", "replace").lower()
    if isinstance(value, str) and type(value).__mro__[1:2] == (str,):
        return str.__str__(value)[:_LONGEST].lower()
    if is_text_file(value) and not value.closed:
        return text_of(value.getvalue())
    return ""


def pattern_of(texts: Iterable[str], shortest: int = 0) -> re.Pattern[str] | None:
    """Return a pattern that finds any of some texts, the longest first; None if there are no texts.

    Args:
        shortest: texts with fewer characters are found as whole words only.
    """
    ordered = sorted(texts, key=len, reverse=True)
    parts = [
        re.escape(text) if len(text) >= shortest else rf"(?<![^\W_]){re.escape(text)}(?![^\W_])"
        for text in ordered
    ]
    return re.compile("|".join(parts)) if parts else None


def _steps(value: Any) -> Iterator[tuple[str, Any]]:
    """The objects directly in a value, each with the step of the path that leads there."""
    if issubclass(type(value), BaseException):
        yield ".args", value.args
        yield from ((f".{name}", one) for name, one in attributes(value))
        yield from ((f".{name}", object.__getattribute__(value, name)) for name in _CAUSES)
        yield from _variables_of_traceback(value.__traceback__)
    elif type(value) is TracebackType:
        yield from _variables_of_traceback(value)
    elif type(value) is frozenset or issubclass(type(value), tuple):
        yield from (("", one) for one in entries_of(value))
    elif type(value) is Context:
        yield from ((f"[{variable.name}]", one) for variable, one in value.items())
    else:
        yield from _steps_by_kind(value, kind_of(value, ()))


def _steps_by_kind(value: Any, kind: ContainerKind | None) -> Iterator[tuple[str, Any]]:
    if kind is None:
        if issubclass(type(value), type) and is_made_at_run_time(value):
            yield from ((f".{name}", one) for name, one in vars(value).items() if not name.startswith("__"))
        return
    if kind is ContainerKind.WEAK_KEYED:
        return
    if kind in (ContainerKind.INSTANCE, ContainerKind.LIBRARY):
        yield from ((f".{name}", one) for name, one in attributes(value) if name not in _BACK_REFERENCES)
        return
    for key, inner in items_of(value, kind):
        if kind in (ContainerKind.DICT, ContainerKind.LRU_CACHE):
            yield "[…]", key
            yield f"[{key!r}]" if type(key) in (str, int) else "[…]", inner
        elif kind is ContainerKind.LIST:
            yield f"[{key}]", inner
        elif kind is not ContainerKind.FUNCTION or key not in _FUNCTION_METADATA:
            yield f".{key}" if isinstance(key, str) else "", inner


def _variables_of_traceback(traceback: TracebackType | None) -> Iterator[tuple[str, Any]]:
    """The local variables that an exception keeps alive."""
    while traceback is not None:
        frame = traceback.tb_frame
        if frame.f_locals is not frame.f_globals:
            yield from ((f".__traceback__ ({name})", one) for name, one in frame.f_locals.items())
        traceback = traceback.tb_next


def is_made_at_run_time(class_: type) -> bool:
    """True if a class was made by a function or a call of `type`, and not by its module."""
    module = sys.modules.get(class_.__module__)
    if "." in class_.__qualname__:
        return "<locals>" in class_.__qualname__
    return module is not None and vars(module).get(class_.__name__) is not class_
