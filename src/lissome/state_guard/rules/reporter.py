"""Reporting of findings: each once, with the line that wrote, unless a comment allows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lissome.state_guard.finding import Finding, FindingKind
from lissome.state_guard.heap.snapshot import HeapChange, HeapNode
from lissome.state_guard.rules import messages
from lissome.state_guard.rules.history import make_room
from lissome.state_guard.source.module_source import ModuleSource, ModuleSources
from lissome.state_guard.writes.attribution import SourceLine, Write, declarations, fallback_line
from lissome.state_guard.writes.sites import WriteSite


class FindingReporter:
    """Makes findings of changes.

    Args:
        sources: the modules' sources, with the comments in them.
        report: called with a finding and its place; returns True if it is the first for its place.
    """

    def __init__(self, sources: ModuleSources, report: Callable[[Finding, str], bool]) -> None:
        self._sources = sources
        self._report = report
        self._allowed: set[str] = set()
        self._lines: dict[str, SourceLine] = {}

    def forget(self) -> None:
        """Read comments again."""
        self._allowed.clear()

    def remember_line(self, place: str, write: Write) -> None:
        """Remember the line that wrote to a place last."""
        make_room(self._lines)
        self._lines[place] = SourceLine(write.site.file, write.site.line)

    def line_of(self, node: HeapNode, key: object) -> SourceLine:
        """Return the line that wrote an entry or its container last, or else the line that declares it."""
        places = [node.place_of(key), *(one.place() for one in node.ancestors())]
        known = next((self._lines[place] for place in places if place in self._lines), None)
        return known or self._fallback_line(node, key)

    def report(
        self,
        kind: FindingKind,
        change: HeapChange,
        write: Write | None,
        *,
        place: str,
        message: str,
        labels: tuple[str, ...],
    ) -> Finding | None:
        """Report a change, unless a comment allows it; return the finding if it is the first of its place."""
        if place in self._allowed:
            return None
        site = None if write is None else write.site
        reasons = list(self._reasons(change.node, change.key, site))
        if any(reasons):
            self._allowed.add(place)
            return None
        if site is not None:
            line = SourceLine(site.file, site.line)
        else:
            line = self._fallback_line(change.node, change.key)
        text = f"{message}\n{messages.closing(is_void='' in reasons)}"
        finding = Finding(kind, line.file, line.line, place, text, labels)
        return finding if self._report(finding, f"{place} {line.file}:{line.line}") else None

    def report_worse(self, finding: Finding) -> None:
        """Report a finding that replaces an earlier one of the same place."""
        self._report(finding, "")

    def reason(self, node: HeapNode, key: object) -> str | None:
        """Return the reason why an entry may be shared, or None."""
        return next(filter(None, self._reasons(node, key, None)), None)

    def _reasons(self, node: HeapNode, key: object, site: WriteSite | None) -> Iterator[str]:
        """The reasons of the comments at a write and at the declarations of what leads to it."""
        found: list[tuple[ModuleSource, int, int]] = [
            (source, *lines) for source, lines in declarations(self._sources, node, key)
        ]
        source = None if site is None else self._sources.get(site.module)
        if site is not None and source is not None:
            found.append((source, site.first, site.last))
        for declared_in, first, last in found:
            reason = declared_in.reason(first, last)
            if reason is not None:
                yield reason

    def _fallback_line(self, node: HeapNode, key: object) -> SourceLine:
        return fallback_line(self._sources, node, key) or SourceLine("src", 0)
