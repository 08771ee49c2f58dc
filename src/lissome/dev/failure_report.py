"""The report of a failure for the browser's overlay: the exception, its place in the app, its stacks."""

from __future__ import annotations

import ast
import itertools
import linecache
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from lissome.codec import EncodeError
from lissome.dev.shown_values import Shown
from lissome.dev.source_excerpt import excerpt, source_line
from lissome.dev.stack_frames import (
    StackFrame,
    frame_of_syntax_error,
    frames_in_v8,
    frames_of,
    innermost_own,
    is_own,
)
from lissome.errors import LissomeError, RenderError
from lissome.server.log_secrets import without_secrets

# Characters of a title: an exception's text may quote a whole statement, or a page.
_LONGEST: Final = 2000
# Exceptions that led to each other.
_MOST_STACKS: Final = 6
# A function as lissome's own messages name it: ``load in src/routes/+page.server.py``.
_NAMED: Final = re.compile(r"(?P<function>\w+)(?: in |: )(?P<file>src/\S+?\.py)|(?P<only>src/\S+?\.py)")


class Stack(NamedTuple):
    """An exception with its frames.

    Attributes:
        how: what it has to do with the one before: ``caused by``; ``""`` for the first.
    """

    how: str
    title: str
    frames: list[StackFrame]


class Place(NamedTuple):
    """A place in the app; see `StackFrame`."""

    file: str
    line: int
    columns: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class FailureReport:
    """A failure of a request, as texts: it holds nothing of the request.

    Attributes:
        title: the exception in one line or more, with its notes.
        request: ``GET /users/7``.
        place: the line of the app that has failed; None if that is not known.
    """

    title: str
    request: str
    root: Path
    place: Place | None
    stacks: list[Stack]

    @classmethod
    def of(cls, failure: BaseException, root: Path, request: str = "") -> FailureReport:
        """Describe an exception, with those that led to it."""
        stacks = [
            Stack(how, _title(one), _frames(one, root))
            for how, one in itertools.islice(_chain(failure, root), _MOST_STACKS)
        ]
        inner = (innermost_own(stack.frames) for stack in stacks)
        frame = next((frame for frame in inner if frame is not None), None)
        place = _named_place(failure, root) if frame is None else Place(frame.file, frame.line, frame.columns)
        return cls(stacks[0].title, request, root, place, stacks)

    def message(self) -> dict[str, Any]:
        """Return what vite/dev/failures.js shows; the locals only by their number, for `locals_of`."""
        number = itertools.count()
        place = self.place
        return {
            "title": self.title,
            "request": self.request,
            "loc": None if place is None else _loc(place),
            "frame": "" if place is None else excerpt(*place),
            "stacks": [
                {
                    "how": stack.how,
                    "title": stack.title if stack.how else "",
                    # the innermost first: it is what the reader looks for
                    "frames": [self._frame(frame, next(number)) for frame in reversed(stack.frames)],
                }
                for stack in self.stacks
            ],
        }

    def locals_of(self, number: int) -> Shown:
        """Return the locals of a frame, by its number in the message; none if there is no such frame."""
        frames = [frame for stack in self.stacks for frame in reversed(stack.frames)]
        return frames[number].locals if 0 <= number < len(frames) else ()

    def _frame(self, frame: StackFrame, number: int) -> dict[str, Any]:
        column = 1 if frame.columns is None else frame.columns[0] + 1
        file = Path(frame.file)
        short = file.relative_to(self.root) if file.is_relative_to(self.root) else _in_package(file)
        return {
            "number": number,
            "place": f"{short}:{frame.line}",
            "open": f"{frame.file}:{frame.line}:{column}",
            "function": frame.function,
            "source": source_line(frame.file, frame.line),
            "own": frame.is_own,
            "locals": len(frame.locals),
            "skipped": frame.skipped,
        }


def _loc(place: Place) -> dict[str, Any]:
    column = 1 if place.columns is None else place.columns[0] + 1
    return {"file": place.file, "line": place.line, "column": column}


def _in_package(file: Path) -> Path:
    """Return the path below ``site-packages``, which begins with the package's name."""
    parts = file.parts
    return Path(*parts[parts.index("site-packages") + 1 :]) if "site-packages" in parts else file


def _frames(failure: BaseException, root: Path) -> list[StackFrame]:
    if isinstance(failure, RenderError):
        return frames_in_v8(failure, root)
    if isinstance(failure, SyntaxError) and failure.filename and is_own(failure.filename, root):
        return [frame_of_syntax_error(failure)]
    return frames_of(failure.__traceback__, root)


def _title(failure: BaseException) -> str:
    if isinstance(failure, RenderError):
        text = f"{failure.name}: {failure}"
        notes = [failure.advice] if failure.advice else []
    else:
        said = _said(failure)
        name = type(failure).__qualname__
        text = f"{name}: {said}" if said else name
        if said and isinstance(failure, (LissomeError, EncodeError)):
            text = said
        notes = [str(note) for note in getattr(failure, "__notes__", ())]
    return without_secrets("\n".join([text, *notes]))[:_LONGEST]


def _said(failure: BaseException) -> str:
    try:
        return str(failure)
    except Exception:  # noqa: BLE001 - an exception of the app that cannot be shown is shown without a text
        return ""


def _chain(failure: BaseException, root: Path) -> Iterator[tuple[str, BaseException]]:
    """Yield an exception and those that led to it, each with what it has to do with the one before."""
    seen: set[int] = set()
    how: str = ""
    one: BaseException | None = failure
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        if isinstance(one, BaseExceptionGroup):
            leaf = _leaf(one, root)
            yield how, leaf
            yield f"one of {len(one.exceptions)} in", one
            one = leaf
        else:
            yield how, one
        cause = one.__cause__
        how = "caused by" if cause is not None else "while handling"
        one = cause if cause is not None or one.__suppress_context__ else one.__context__


def _leaf(group: BaseExceptionGroup[Any], root: Path) -> BaseException:
    """Return the first exception of a group that comes from a line of the app; else the first of all."""
    leaves = list(_leaves(group))
    own = (leaf for leaf in leaves if innermost_own(_frames(leaf, root)) is not None)
    return next(own, leaves[0])


def _leaves(group: BaseExceptionGroup[Any]) -> Iterator[BaseException]:
    for one in group.exceptions:
        if isinstance(one, BaseExceptionGroup):
            yield from _leaves(one)
        else:
            yield one


def _named_place(failure: BaseException, root: Path) -> Place | None:
    """Return the place of the function that a failure without any frame of the app names.

    That is lissome's own failure: what a function has returned cannot be used.
    """
    text = "\n".join([_said(failure), *map(str, getattr(failure, "__notes__", ()))])
    named = _NAMED.search(text)
    if named is None:
        return None
    file = str(root / (named["file"] or named["only"]))
    function = _function(file, named["function"] or "")
    if function is None:
        return Place(file, 1)
    key = failure.path.split(".")[1:2] if isinstance(failure, EncodeError) else []
    return Place(file, _returned_line(function, key[0].partition("[")[0] if key else ""))


def _function(file: str, name: str) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    try:
        tree = ast.parse("".join(linecache.getlines(file)))
    except SyntaxError:
        return None
    functions = (one for one in ast.walk(tree) if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef)))
    return next((one for one in functions if one.name == name), None)


def _returned_line(function: ast.FunctionDef | ast.AsyncFunctionDef, key: str) -> int:
    """Return the line where a function returns something: in a dict the line of the key."""
    returns = [node for node in ast.walk(function) if isinstance(node, ast.Return) and node.value is not None]
    for one in returns:
        if isinstance(one.value, ast.Dict):
            for name in one.value.keys:
                if key and isinstance(name, ast.Constant) and name.value == key:
                    return name.lineno
    return returns[0].lineno if len(returns) == 1 else function.lineno
