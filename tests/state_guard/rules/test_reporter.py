"""Reporting findings once, unless a comment allows it."""

from __future__ import annotations

import pytest

from lissome.state_guard.heap.snapshot import HeapChange
from lissome.state_guard.rules.reporter import FindingReporter
from lissome.state_guard.writes.attribution import SourceLine, Write
from lissome.state_guard.writes.sites import WriteKind, WriteSite
from support.rules import Findings, sources, variable

SOURCE = "D = {}%s\ndef keep(x):\n    D[x] = 1%s\n"
WRITE = Write(WriteSite("state", "src/state.py", 3, 3, 3, WriteKind.WRITE), 1)


def report(source: str, write: Write | None = WRITE) -> Findings:
    findings = Findings()
    reporter = FindingReporter(sources(source), findings.take)
    change = HeapChange(variable("D", {}), "mara", 1, is_added=True)
    for _ in range(2):
        reporter.report("kept", change, write, place="state.D", message="It is kept.", labels=("request 1",))
    return findings


def test_each_place_once_with_the_line_of_the_write() -> None:
    (finding,) = report(SOURCE % ("", ""))
    assert (finding.file, finding.line, finding.place) == ("src/state.py", 3, "state.D")
    assert finding.message.startswith("It is kept.\nIf it is meant to be shared")


def test_without_a_write_it_is_the_declaration() -> None:
    (finding,) = report(SOURCE % ("", ""), None)
    assert finding.line == 1


@pytest.mark.parametrize("at", [0, 1])
def test_a_comment_allows_it_at_the_declaration_and_at_the_write(at: int) -> None:
    comments = ["", ""]
    comments[at] = "  # lissome: shared -- a guest book"
    assert report(SOURCE % tuple(comments)) == []


def test_a_comment_without_a_reason_does_not() -> None:
    (finding,) = report(SOURCE % ("  # lissome: shared", ""))
    assert "gives no reason" in finding.message


def test_the_last_line_that_wrote_is_remembered() -> None:
    reporter = FindingReporter(sources(SOURCE % ("", "")), Findings().take)
    node = variable("D", {})
    assert reporter.line_of(node, "mara") == SourceLine("src/state.py", 1)
    reporter.remember_line("state.D", WRITE)
    assert reporter.line_of(node, "mara") == SourceLine("src/state.py", 3)


def test_reasons_of_entries() -> None:
    found = sources(SOURCE % ("  # lissome: shared -- a guest book", ""))
    reporter = FindingReporter(found, Findings().take)
    assert reporter.reason(variable("D", {}), "mara") == "a guest book"
    assert reporter.reason(variable("E", {}), "mara") is None
