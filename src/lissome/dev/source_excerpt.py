"""A few lines of source around the one that is meant, with a caret, as Vite's overlay shows them."""

from __future__ import annotations

import linecache
from typing import Final

# Lines before and after.
_AROUND: Final = 3


def excerpt(file: str, line: int, columns: tuple[int, int] | None = None) -> str:
    """Return the lines around one, numbered, with ``>`` before it; ``""`` if it is not known.

    Args:
        line: from 1.
        columns: the part of it that is meant, in characters from 0; its end does not belong to it.
    """
    source = linecache.getlines(file)
    if not 0 < line <= len(source):
        return ""
    first, last = max(1, line - _AROUND), min(len(source), line + _AROUND)
    width = len(str(last))
    shown = []
    for number in range(first, last + 1):
        sign = ">" if number == line else " "
        text = source[number - 1].rstrip()
        shown.append(f"{sign} {number:>{width}} | {text.expandtabs(4)}")
        if number == line and columns is not None:
            start, end = (len(text[:column].expandtabs(4)) for column in columns)
            shown.append(f"  {'':>{width}} | {'':>{start}}{'^' * max(1, end - start)}")
    return "\n".join(shown) + "\n"


def source_line(file: str, line: int) -> str:
    """Return one line without its indentation; ``""`` if it is not known."""
    return linecache.getline(file, line).strip()
