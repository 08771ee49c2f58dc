"""Slots, and entries among many."""

from __future__ import annotations

import functools
from types import SimpleNamespace

import pytest

from lissome.state_guard.heap.snapshot import HeapChange, HeapNode
from lissome.state_guard.rules.places import Places, is_in_library
from lissome.state_guard.writes.attribution import Write
from lissome.state_guard.writes.sites import WriteKind, WriteSite
from support.rules import IDENTITY, child, record, sources, variable

PLACES = Places(sources("SETTINGS = {'theme': None}\n"))


def is_slot(node: HeapNode, key: object, write: Write | None = None) -> bool:
    change = HeapChange(node, key, "x", is_added=True)
    return PLACES.is_slot(change, write, record(mara_4711=IDENTITY))


def test_variables_and_attributes_are_slots() -> None:
    node = variable("now", SimpleNamespace(user=None))
    assert node.parent is not None
    assert is_slot(node.parent, "now")
    assert is_slot(node, "user")


def test_a_key_of_the_source_is_a_slot() -> None:
    node = variable("SETTINGS", {})
    assert is_slot(node, "theme")
    assert is_slot(node, None)
    assert not is_slot(node, "mara_4711")
    assert not is_slot(node, 7)
    written = Write(WriteSite("state", "src/state.py", 1, 1, 1, WriteKind.SLOT, "late"), 1)
    assert is_slot(node, "late", written)


def test_entries_are_not_slots_however_deep() -> None:
    table = variable("USERS", {})
    user = child(table, "mara_4711", SimpleNamespace(tags=[]))
    assert not is_slot(user, "tags")
    assert PLACES.container_of(child(user, "tags", [])) is table
    assert PLACES.container_of(table) is table


def test_a_cache_without_arguments_is_a_slot() -> None:
    node = variable("read", functools.cache(len))
    assert is_slot(node, ())
    assert not is_slot(node, ("mara",))


@pytest.mark.parametrize(
    ("key", "fixed"),
    [("theme", True), ("THEME", True), ("/users/[id]", True), ("mara_4711", False), (None, True), (1, False)],
)
def test_fixed_keys(key: object, fixed: bool) -> None:
    one = record(mara_4711=IDENTITY)
    one.route_texts = frozenset({"/users/[id]"})
    assert PLACES.is_fixed_key(key, one) is fixed


def test_a_literal_that_identifies_the_user_is_not_fixed() -> None:
    assert not PLACES.is_fixed_key("theme", record(theme=IDENTITY))


def test_objects_of_libraries() -> None:
    import httpx

    client = variable("client", httpx.Client())
    assert is_in_library(client)
    assert is_in_library(child(client, "headers", {}))
    assert not is_in_library(variable("now", {}))
