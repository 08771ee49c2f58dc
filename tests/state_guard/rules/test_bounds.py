"""Containers that cannot grow without end."""

from __future__ import annotations

import functools
from collections import deque
from types import SimpleNamespace
from typing import Any

import pytest

from lissome.state_guard.rules.bounds import (
    is_emptied,
    is_limited,
    is_limited_on_path,
    is_node_limited,
    is_slot_emptied,
)
from support.rules import child, sources, variable


class Bounded:
    __lissome_bounded__ = True


@pytest.mark.parametrize(
    "name", ["maxsize", "max_size", "_maxsize", "max_entries", "_Cache__maxsize", "capacity"]
)
def test_a_limit_is_known_by_its_name(name: str) -> None:
    assert is_limited(SimpleNamespace(**{name: 8}))
    assert not is_limited(SimpleNamespace(**{name: 0}))
    assert not is_limited(SimpleNamespace(**{name: "8"}))


def test_classes_may_declare_a_bound() -> None:
    assert is_limited(Bounded())
    assert not is_limited(SimpleNamespace(size=8))


def test_a_limit_on_the_way_to_a_value() -> None:
    cache = SimpleNamespace(maxsize=8, data={"a": ["x"]})
    assert is_limited_on_path(SimpleNamespace(cache=cache), ".cache.data['a'][0]")
    assert not is_limited_on_path(SimpleNamespace(cache=cache, other="x"), ".other")


@pytest.mark.parametrize(
    ("value", "limited"),
    [
        (deque(maxlen=3), True),
        (deque(), False),
        (functools.lru_cache(maxsize=8)(len), True),
        (functools.cache(len), False),
        (SimpleNamespace(maxsize=8), True),
        ({}, False),
    ],
)
def test_limited_containers(value: Any, limited: bool) -> None:
    assert is_node_limited(variable("CACHE", value)) is limited


def test_a_container_in_a_limited_object() -> None:
    node = variable("CACHE", SimpleNamespace(maxsize=8, data={}))
    assert is_node_limited(child(node, "data", node.value.data))


@pytest.mark.parametrize(
    ("code", "emptied"),
    [
        ("del CACHE[key]", True),
        ("CACHE.pop(key)", True),
        ("other.pop(key)", False),
        ("CACHE[key] = 1", False),
    ],
)
def test_a_variable_that_code_empties(code: str, emptied: bool) -> None:
    found = sources(f"CACHE = {{}}\ndef f(key, other):\n    {code}\n")
    assert is_emptied(found, variable("CACHE", {})) is emptied


def test_an_attribute_and_what_it_holds() -> None:
    found = sources("class A:\n    def trim(self):\n        self.jobs.clear()\n")
    service = variable("SERVICE", type("A", (), {"__module__": "state"})())
    jobs = child(service, "jobs", {"a": []})
    assert is_emptied(found, jobs)
    assert is_emptied(found, child(jobs, "a", []))
    assert not is_emptied(found, child(service, "users", []))


def test_a_default_of_a_function() -> None:
    def keep(seen: Any = []) -> None:  # noqa: B006 - that is the point
        seen.clear()

    keep.__module__ = "state"
    found = sources("def keep(seen=[]):\n    seen.clear()\n")
    assert is_emptied(found, child(variable("keep", keep), "(seen=)", []))


def test_a_variable_that_is_shortened() -> None:
    node = variable("recent", [])
    assert node.parent is not None
    found = sources("recent = []\ndef f():\n    global recent\n    recent = recent[-9:]\n")
    assert is_slot_emptied(found, node.parent, "recent")
    assert not is_slot_emptied(found, node.parent, "other")
