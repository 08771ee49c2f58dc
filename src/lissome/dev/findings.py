"""The state guard's findings since the last edit, on the terminal and in open browsers."""

from __future__ import annotations

import linecache
from collections.abc import Callable, Iterator
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from rich.text import Text

from lissome.console import err

if TYPE_CHECKING:
    from lissome.state_guard import Finding

TITLES: Final = MappingProxyType(
    {
        "shared": "shared between users",
        "kept": "kept after the request",
        "growth": "grows with each request",
        "leftover": "left behind by a request",
        "process": "changed for the whole process",
        "event": "a request that does not end",
    }
)

# Lines of source around the one that a finding is about.
_AROUND: Final = 1

_COMMENT: Final = "# lissome: shared"
_SILENCE: Final = f"If it is meant to be so, write on that line:  {_COMMENT} -- the reason"


class Findings:
    """The findings of the app as its files are now.

    Args:
        root: the app's folder.
        tell: sends a message to all open browsers, soon.
    """

    def __init__(self, root: Path, tell: Callable[[dict[str, Any]], None]) -> None:
        self._root = root
        self._tell = tell
        self._found: list[Finding] = []

    def add(self, finding: Finding) -> None:
        """Show a finding; one of the same place is replaced, since it is worse now."""
        self._found = [one for one in self._found if not _is_same(one, finding)]
        self._found.append(finding)
        err().print(block(finding, self._root), soft_wrap=True)
        self._tell(self.message())

    def clear(self) -> None:
        """Remove all findings, because the files have changed; leaks that are still there are found again."""
        linecache.checkcache()
        if self._found:
            self._found = []
            self._tell(self.message())

    def message(self) -> dict[str, Any]:
        """Return all findings as a message to vite/dev/client.js, which shows them."""
        described = [
            {
                "title": TITLES[one.kind],
                "place": one.place,
                "file": one.file,
                "line": one.line,
                "open": f"{self._root / one.file}:{one.line}:1",
                "source": linecache.getline(str(self._root / one.file), one.line).strip(),
                "message": one.message,
                "requests": list(one.requests),
            }
            for one in self._found
        ]
        return {"type": "custom", "event": "lissome:findings", "data": described}


def _is_same(one: Finding, other: Finding) -> bool:
    return (one.file, one.line, one.place) == (other.file, other.line, other.place)


def block(finding: Finding, root: Path) -> Text:
    """Return a finding as the terminal shows it; without colours it can be pasted into a report."""
    text = Text("\n")
    text.append("state guard", style="bold yellow").append(f": {TITLES[finding.kind]}\n")
    text.append(f"{finding.file}:{finding.line}", style="bold cyan").append(f"  {finding.place}\n")
    for line in _source(root / finding.file, finding.line):
        text.append_text(line)
    for paragraph in finding.message.splitlines():
        text.append(f"  {paragraph}\n")
    for request in finding.requests:
        text.append("  seen in ", style="dim").append(f"{request}\n")
    if _COMMENT not in finding.message:
        text.append(f"  {_SILENCE}\n", style="dim")
    return text


def _source(file: Path, line: int) -> Iterator[Text]:
    """Yield the line with those around it, numbered; nothing if the line is not known."""
    for number in range(max(1, line - _AROUND), line + _AROUND + 1) if line else ():
        source = linecache.getline(str(file), number)
        if source:
            sign, style = (">", "bold") if number == line else (" ", "dim")
            yield Text(f"  {sign} {number:>4} | {source.rstrip()}\n", style=style)
