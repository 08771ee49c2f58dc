"""The comparison of what sessions set slots to, and the digests by which it compares."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum

import pytest

from lissome.state_guard.heap.snapshot import HeapChange
from lissome.state_guard.rules.digests import digest_of, digest_of_texts
from lissome.state_guard.rules.session_values import SessionValues
from lissome.state_guard.writes.attribution import Write
from lissome.state_guard.writes.sites import WriteKind, WriteSite
from support.rules import record, sources, variable

SOURCE = """
now = None
def person(event):
    global now
    now = event.locals.user
def asked(event):
    global now
    now = event.params["page"]
def app():
    global now
    now = now + 1
def choice(event):
    global now
    if event.locals.user:
        now = True
"""
LINES = {"person": 5, "asked": 8, "app": 11, "choice": 15}


class Role(Enum):
    ADMIN = 1
    MEMBER = 2


def nothing(_: str) -> bool:
    return False


class Slot:
    """A variable of a module, set by requests."""

    def __init__(self, function: str | None = "person") -> None:
        self._values = SessionValues(sources(SOURCE))
        self._node = variable("now", [])
        line = LINES.get(function or "", 0)
        site = WriteSite("state", "src/state.py", line, line, line, WriteKind.BIND, "now")
        self._write = Write(site, 1) if function else None

    def is_shared(self, *settings: tuple[str, object]) -> bool:
        """True if the last of some settings, by session, finds the value of another one."""
        found = None
        for number, (session, value) in enumerate(settings):
            change = HeapChange(self._node, "now", value, is_added=False)
            found = self._values.set_slot("state.now", change, self._write, record(number, session), nothing)
        return found is not None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (1, 2),
        (True, False),
        (1, None),
        ("Mara", "Odin"),
        (Role.ADMIN, Role.MEMBER),
        (date(1990, 5, 1), date(1985, 7, 2)),
        (Decimal(1), Decimal(2)),
        ((1, True), (1, False)),
        (len, print),
    ],
)
def test_what_is_made_of_who_asked_counts_at_once(first: object, second: object) -> None:
    assert Slot().is_shared(("a", first), ("b", second))
    assert not Slot().is_shared(("a", first), ("a", second)), "the same session"
    assert not Slot().is_shared(("a", first), ("b", first)), "the same value"
    assert not Slot("app").is_shared(("a", first), ("b", second)), "the app's own"


def test_what_was_asked_for_counts_if_it_depends_on_the_session() -> None:
    settings = [("a", 1), ("b", 2), ("a", 1), ("b", 2)]
    assert not Slot("asked").is_shared(*settings[:2])
    assert Slot("asked").is_shared(*settings)
    assert not Slot("asked").is_shared(*settings, ("a", 3), ("b", 4)), "not only on the session"
    assert not Slot("app").is_shared(*settings)
    assert not Slot("asked").is_shared(("a", True), ("b", False), ("a", True), ("b", False)), "a flag"


def test_texts_of_unknown_lines_count_at_once() -> None:
    assert Slot(None).is_shared(("a", "Mara"), ("b", "Odin"))
    assert not Slot(None).is_shared(("a", 1), ("b", 2))


def test_a_constant_that_is_chosen_by_who_asks() -> None:
    assert Slot("choice").is_shared(("a", True), ("b", False))


def test_readings_of_the_clock_tell_nothing() -> None:
    for now in (time.time() + 0.001, time.time_ns(), time.monotonic() + 0.001, datetime.now(UTC)):
        assert digest_of(now) == ""
        assert digest_of((now, "x")) == digest_of("x")
    assert digest_of(12.5) != digest_of(13.5)


def test_objects_that_are_made_anew_are_equal() -> None:
    assert digest_of([{"a": 1}]) == digest_of([{"a": 1}])
    assert digest_of(object()) == ""


def test_digests_of_texts_are_made_of_those_that_count() -> None:
    assert digest_of_texts({"name": "Mara", "on": True}, nothing) == digest_of_texts(
        {"name": "mara", "on": 1}, nothing
    )
    assert digest_of_texts({"name": "Mara"}, nothing) != digest_of_texts({"name": "Odin"}, nothing)
    assert digest_of_texts(["dark", "Mara"], lambda text: text == "dark") == digest_of_texts(
        ["Mara"], nothing
    )
    assert digest_of_texts([1, None], nothing) == ""
