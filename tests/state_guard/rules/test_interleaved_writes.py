"""Races between requests."""

from __future__ import annotations

from types import ModuleType

from lissome.state_guard.heap.introspect import ContainerKind
from lissome.state_guard.heap.snapshot import HeapNode
from lissome.state_guard.rules.interleaved_writes import InterleavedWrites
from lissome.state_guard.rules.reporter import FindingReporter
from lissome.state_guard.writes.recorder import WriteRecorder
from lissome.state_guard.writes.sites import WriteKind, WriteSite, WriteSites
from support.rules import Findings, record, sources


def race(steps: str, *, left: object = None, sessions: tuple[str, str] = ("aaaa", "bbbb")) -> Findings:
    """Let requests 1 and 2 overlap and set `state.now` in this order."""
    module = ModuleType("state")
    vars(module)["now"] = left
    findings, recorder, sites = Findings(), WriteRecorder(), WriteSites()
    number = sites.add(WriteSite("state", "src/state.py", 4, 4, 4, WriteKind.BIND, "now"))
    rule = InterleavedWrites(recorder, sites, FindingReporter(sources("now = None\n"), findings.take))
    requests = [record(at, session) for at, session in enumerate(sessions, 1)]
    for one in requests:
        rule.begin(one)
    recorder.steps.extend((int(step), 0, number) for step in steps)
    for one in requests:
        rule.end(one)
        rule.check(one, {id(module): HeapNode(module, ContainerKind.MODULE, None, None, "state")})
    return findings


def test_a_write_between_two_of_another_session() -> None:
    (finding,) = race("121")
    assert (finding.kind, finding.line, finding.place) == ("shared", 4, "state.now")
    assert finding.requests == ("request 1", "request 2")


def test_other_orders_are_harmless() -> None:
    assert race("1122") == []
    assert race("12") == []


def test_one_session_may_race_with_itself() -> None:
    assert race("121", sessions=("aaaa", "aaaa")) == []


def test_what_is_left_is_for_the_other_rules() -> None:
    assert race("121", left="mara") == []
