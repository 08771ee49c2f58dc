"""Looking for what requests brought in the values that they left."""

from __future__ import annotations

import re
import sys
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from contextvars import Context
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any, Final

from lissome.state_guard.heap.introspect import (
    ContainerKind,
    attributes,
    entries_of,
    is_text_file,
    items_of,
    kind_of,
)
from lissome.state_guard.request_record import RequestRecord
from lissome.state_guard.request_values.values import SHORTEST_PART, ValueOrigin
from lissome.state_guard.writes.recorder import ATOMS

_MOST: Final = 3_000
_LONGEST: Final = 200_000
DEEPEST: Final = 12
# What leads from an object of a library to all others of its kind.
_BACKWARDS: Final = frozenset(
    {"manager", "parent", "root", "_loop", "loop", "_context", "__globals__", "__builtins__"}
)


@dataclass(frozen=True, slots=True)
class ValueMatch:
    """Something of a request, found.

    Attributes:
        trace: whose it is.
        source: where in the request it came from.
        path: where in the value it is: ``.user.name``, ``""`` for the value itself.
        is_object: it is an object of the request, and not only a text of it.
    """

    trace: RequestRecord
    source: ValueOrigin
    path: str
    is_object: bool = False


class ValueMatcher:
    """Finds what some requests brought.

    Args:
        traces: those requests; of equal texts the first one's counts.
        ignored: texts in lower case that tell nobody apart.
        stop: ids of objects that belong to the app: what they hold was not left now.
    """

    def __init__(
        self, traces: Iterable[RequestRecord], ignored: Callable[[str], bool], stop: Collection[int]
    ) -> None:
        self._texts: dict[str, tuple[RequestRecord, ValueOrigin]] = {}
        self._objects: dict[int, tuple[RequestRecord, ValueOrigin]] = {}
        for trace in traces:
            for text, source in trace.derived.texts.items():
                if source.is_name or not ignored(text):
                    self._texts.setdefault(text, (trace, source))
            for number, source in trace.derived.objects.items():
                self._objects.setdefault(number, (trace, source))
        self._stop = stop

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        """Made when it is first needed: after most requests nothing has changed, and nothing is searched."""
        parts = [
            text for text, (_, source) in self._texts.items() if len(text) >= SHORTEST_PART or source.is_name
        ]
        return pattern_of(parts, SHORTEST_PART)

    def find(self, value: Any, *, deepest: int = DEEPEST) -> ValueMatch | None:
        """The first thing of a request in a value, objects before texts of the same depth."""
        text_hit: ValueMatch | None = None
        for one, path in walk(value, self._stop, deepest=deepest):
            found = self._objects.get(id(one))
            if found is not None and type(one) not in ATOMS:
                return ValueMatch(*found, path, is_object=True)
            if text_hit is None:
                found = self._find_text(one)
                text_hit = ValueMatch(*found, path) if found is not None else None
        return text_hit

    def _find_text(self, value: Any) -> tuple[RequestRecord, ValueOrigin] | None:
        text = text_of(value)
        if not text:
            return None
        found = self._texts.get(text)
        if found is None and self._pattern is not None:
            match = self._pattern.search(text)
            found = self._texts[match.group()] if match is not None else None
        return found


def text_of(value: Any) -> str:
    """A value's text in lower case; ``""`` for what has none."""
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
    """Finds any of some texts, the longest first; those that are shorter only as words of their own."""
    ordered = sorted(texts, key=len, reverse=True)
    parts = [
        re.escape(text) if len(text) >= shortest else rf"(?<![^\W_]){re.escape(text)}(?![^\W_])"
        for text in ordered
    ]
    return re.compile("|".join(parts)) if parts else None


def walk(value: Any, stop: Collection[int], *, deepest: int = DEEPEST) -> Iterator[tuple[Any, str]]:
    """A value and what it holds, breadth first, each with where it is."""
    seen = {id(value)}
    waiting: deque[tuple[Any, str, int]] = deque([(value, "", 0)])
    count = 0
    while waiting and count < _MOST:
        one, path, depth = waiting.popleft()
        count += 1
        yield one, path
        if depth >= deepest:
            continue
        for step, inner in _inside(one):
            if id(inner) not in seen and (id(inner) not in stop or type(inner) in ATOMS):
                seen.add(id(inner))
                waiting.append((inner, path + step, depth + 1))


def on_path(value: Any, path: str, stop: Collection[int] = (), *, most: int = _MOST) -> Iterator[Any]:
    """The objects that lead to what was found in a value at `path`, the value itself first."""
    for one, where in islice(walk(value, stop), most):
        is_step = path.startswith(where) and path[len(where) :][:1] in ("", ".", "[")
        if is_step and type(one) not in ATOMS:
            yield one


def _inside(value: Any) -> Iterator[tuple[str, Any]]:
    if issubclass(type(value), BaseException):
        yield ".args", value.args
        yield from ((f".{name}", one) for name, one in attributes(value))
        yield from _frames(value)
        return
    if type(value) is frozenset or issubclass(type(value), tuple):
        yield from (("", one) for one in entries_of(value))
        return
    if type(value) is Context:
        yield from ((f"[{variable.name}]", one) for variable, one in value.items())
        return
    kind = kind_of(value, ())
    if kind is None:
        if issubclass(type(value), type) and _is_made_late(value):
            yield from ((f".{name}", one) for name, one in vars(value).items() if not name.startswith("__"))
        return
    if kind in (ContainerKind.INSTANCE, ContainerKind.FOREIGN):
        yield from ((f".{name}", one) for name, one in attributes(value) if name not in _BACKWARDS)
        return
    for key, inner in items_of(value, kind):
        if kind in (ContainerKind.DICT, ContainerKind.MEMO):
            yield "[…]", key
            yield f"[{key!r}]" if type(key) in (str, int) else "[…]", inner
        elif kind is not ContainerKind.FUNCTION or not _is_late_name(key):
            yield (
                f"[{key}]" if kind is ContainerKind.LIST else f".{key}" if isinstance(key, str) else "",
                inner,
            )


def _frames(error: BaseException) -> Iterator[tuple[str, Any]]:
    """The local variables that an exception keeps alive."""
    traceback = error.__traceback__
    while traceback is not None:
        for name, one in traceback.tb_frame.f_locals.items():
            if traceback.tb_frame.f_locals is not traceback.tb_frame.f_globals:
                yield f".__traceback__ ({name})", one
        traceback = traceback.tb_next


def _is_made_late(value: type) -> bool:
    """Whether a class was made by a function or a call of `type`, and not by its module."""
    module = sys.modules.get(value.__module__)
    if "." in value.__qualname__:
        return "<locals>" in value.__qualname__
    return module is not None and vars(module).get(value.__name__) is not value


def _is_late_name(key: object) -> bool:
    return key in ("__wrapped__", "__module__", "__doc__", "__qualname__", "__name__", "__annotations__")
