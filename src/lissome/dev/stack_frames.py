"""The frames of a failure: the app's own, and those of packages; lissome's are left out."""

from __future__ import annotations

import linecache
import re
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final

import lissome
from lissome.dev.shown_values import shown_locals

if TYPE_CHECKING:
    from lissome.errors import RenderError

_LISSOME: Final = Path(lissome.__file__).parent
# Folders whose files are not the app's, though they may be below the app's own.
_FOREIGN: Final = frozenset({"node_modules", "site-packages", "dist-packages", ".venv"})
# Of a recursion: frames at its beginning and at its end, and those whose locals are kept.
_MOST: Final = 12
_WITH_LOCALS: Final = 12

# A frame of V8, as vite/dev/isolate_updates.js and vite/isolate/stack_frames.js write it.
_V8_FRAME: Final = re.compile(
    r"^[ \t]+at (?:(?:new |async )*(?P<name>\S.*?) \()?"
    r"(?P<file>[^\s<(].*?):(?P<line>\d+):(?P<column>\d+)\)?$",
    re.MULTILINE,
)
_V8_FRAMEWORK: Final = re.compile(
    r"(?:^|/)node_modules/(?:svelte|@sveltejs/kit|lissome)/|^(?:ssr|prelude|lissome-dev)\.js|\.lissome/npm/"
)
# V8's names for anonymous functions. A component's code is in one.
_ANONYMOUS: Final = frozenset({None, "eval", "Object.eval", "Module.eval"})

Locals = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class StackFrame:
    """One call of a stack.

    Attributes:
        file: absolute.
        line: from 1.
        columns: the part of the line that was executed, in characters from 0; None if that is not known.
        is_own: the file is the app's.
        locals: names and texts, of the app's frames only.
        skipped: the number of frames left out before this one.
    """

    file: str
    line: int
    function: str
    columns: tuple[int, int] | None = None
    is_own: bool = True
    locals: Locals = ()
    skipped: int = 0


def frames_of(tb: TracebackType | None, root: Path) -> list[StackFrame]:
    """Return the frames of a Python traceback from the app's first one on, outermost first.

    The values of locals are read now, as texts: nothing that is returned keeps the request alive.
    """
    calls = list(_calls(tb, root))
    while calls and not is_own(calls[0][0].filename, root):
        del calls[0]
    kept, skipped = calls, 0
    if len(calls) > 2 * _MOST:
        kept, skipped = calls[:_MOST] + calls[-_MOST:], len(calls) - 2 * _MOST
    frames = []
    for place, (summary, at) in enumerate(kept):
        own = is_own(summary.filename, root)
        has_locals = own and place >= len(kept) - _WITH_LOCALS
        frame = StackFrame(
            summary.filename,
            summary.lineno or 1,
            at.tb_frame.f_code.co_qualname,
            _columns(summary),
            is_own=own,
            locals=shown_locals(at.tb_frame.f_locals) if has_locals else (),
        )
        frames.append(replace(frame, skipped=skipped) if skipped and place == _MOST else frame)
    return frames


def frames_in_v8(failure: RenderError, root: Path) -> list[StackFrame]:
    """Return the frames of an error in V8, outermost first, as `frames_of` does."""
    frames = []
    for found in _V8_FRAME.finditer(failure.stack):
        if not _V8_FRAMEWORK.search(found["file"]):
            file, column = str(root / found["file"]), int(found["column"]) - 1
            name = "" if found["name"] in _ANONYMOUS else found["name"]
            frames.append(
                StackFrame(file, int(found["line"]), name, (column, column + 1), is_own=is_own(file, root))
            )
    return frames[::-1]


def frame_of_syntax_error(failure: SyntaxError) -> StackFrame:
    """Return the place of a file that cannot be compiled; its traceback ends where that was asked for."""
    start = max(0, (failure.offset or 1) - 1)
    end = failure.end_offset - 1 if failure.end_offset else start + 1
    return StackFrame(failure.filename or "", failure.lineno or 1, "", (start, max(end, start + 1)))


def innermost_own(frames: list[StackFrame]) -> StackFrame | None:
    """Return the app's frame that is nearest to the failure."""
    return next((frame for frame in reversed(frames) if frame.is_own), None)


def is_own(file: str, root: Path) -> bool:
    """True if a file is the app's, and not one of a package in its folder."""
    path = Path(file)
    return path.is_relative_to(root) and _FOREIGN.isdisjoint(path.relative_to(root).parts)


def _calls(tb: TracebackType | None, root: Path) -> Iterator[tuple[traceback.FrameSummary, TracebackType]]:
    """Yield the calls that are in files, without lissome's own."""
    for summary in traceback.extract_tb(tb):
        assert tb is not None
        file = Path(summary.filename)
        is_framework = file.is_relative_to(_LISSOME) and not is_own(summary.filename, root)
        if not summary.filename.startswith("<") and not is_framework:
            yield summary, tb
        tb = tb.tb_next


def _columns(summary: traceback.FrameSummary) -> tuple[int, int] | None:
    """Return the columns in characters, which the interpreter has in bytes."""
    if summary.colno is None or summary.end_colno is None:
        return None
    line = linecache.getline(summary.filename, summary.lineno or 0)  # `summary.line` has no indentation
    start = _characters(line, summary.colno)
    is_one_line = summary.end_lineno in (None, summary.lineno)
    return start, _characters(line, summary.end_colno) if is_one_line else len(line.rstrip())


def _characters(line: str, column: int) -> int:
    return len(line.encode()[:column].decode(errors="replace"))
