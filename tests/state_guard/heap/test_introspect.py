"""The contents of Python objects."""

from __future__ import annotations

import asyncio
import contextvars
import functools
import io
import threading
import types
import weakref
from collections import Counter, OrderedDict, defaultdict, deque
from enum import Enum
from typing import Any, ClassVar, NamedTuple

import pytest

from lissome.state_guard.heap.fingerprints import fingerprint_of
from lissome.state_guard.heap.introspect import (
    ContainerKind,
    attributes,
    items_of,
    kind_of,
    lru_cache_entries,
    size_of,
)

OWN = (__name__,)


class Plain:
    """An instance of the app's."""

    shared: ClassVar[list[int]] = []

    def __init__(self) -> None:
        self.name = "mara"


class Slotted:
    __slots__ = ("__hidden", "name", "unset")

    def __init__(self) -> None:
        self.name = "mara"
        self.__hidden = 1


class Hostile(dict[Any, Any]):
    """No method of it may be called."""

    def __iter__(self) -> Any:
        raise AssertionError

    def __len__(self) -> int:
        raise AssertionError

    def __eq__(self, other: object) -> bool:
        raise AssertionError

    __hash__ = None

    def items(self) -> Any:
        raise AssertionError


class Colour(Enum):
    RED = "red"


class Point(NamedTuple):
    x: object


def outer() -> Any:
    seen: list[int] = []

    def keep(value: int, also: Any = seen, *, more: Any = None) -> None:
        seen.append(value)

    return keep


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ({}, ContainerKind.DICT),
        (defaultdict(list), ContainerKind.DICT),
        (Counter(), ContainerKind.DICT),
        (OrderedDict(), ContainerKind.DICT),
        (Hostile(), ContainerKind.DICT),
        ([], ContainerKind.LIST),
        (deque(), ContainerKind.LIST),
        (set(), ContainerKind.SET),
        (([],), ContainerKind.TUPLE),
        ((1, "a"), None),
        (frozenset({1}), None),
        (bytearray(), ContainerKind.BUFFER),
        (Plain(), ContainerKind.INSTANCE),
        (Plain, ContainerKind.CLASS),
        (Colour.RED, ContainerKind.INSTANCE),
        (types.SimpleNamespace(), ContainerKind.INSTANCE),
        (outer(), ContainerKind.FUNCTION),
        (functools.lru_cache(len), ContainerKind.LRU_CACHE),
        (contextvars.ContextVar("v"), ContainerKind.CONTEXT_DEFAULT),
        (threading.local(), ContainerKind.THREAD_LOCAL),
        (functools.partial(print), ContainerKind.BUILTIN),
        (io.StringIO(), ContainerKind.LIBRARY),
        (weakref.WeakSet(), None),
        (contextvars.Context(), ContainerKind.CONTEXT),
        (types, None),
        (1, None),
        (None, None),
    ],
)
def test_kinds(value: Any, kind: ContainerKind | None) -> None:
    assert kind_of(value, OWN) is kind


async def test_loops_are_not_opened() -> None:
    assert kind_of(asyncio.get_running_loop(), OWN) is None


def test_objects_of_others_are_not_opened() -> None:
    assert kind_of(Plain(), ()) is ContainerKind.LIBRARY
    assert kind_of(Plain, ()) is None


def test_attributes_of_dictionaries_and_slots() -> None:
    assert dict(attributes(Plain())) == {"name": "mara"}
    assert dict(attributes(Slotted())) == {"__hidden": 1, "name": "mara"}


def test_no_code_of_a_class_is_run() -> None:
    hostile = Hostile()
    dict.__setitem__(hostile, "key", "value")
    kind = kind_of(hostile, OWN)
    assert kind is ContainerKind.DICT
    assert list(items_of(hostile, kind)) == [("key", "value")]
    assert size_of(hostile, kind) == 1
    assert len(fingerprint_of(kind)(hostile)) == 2


def test_contents_of_functions() -> None:
    keep = outer()
    found = dict(items_of(keep, ContainerKind.FUNCTION))
    assert found == {"(also=)": [], "(more=)": None, "seen": []}
    assert found["seen"] is found["(also=)"]


@pytest.mark.parametrize("maxsize", [None, 8])
def test_entries_of_an_lru_cache(maxsize: int | None) -> None:
    @functools.lru_cache(maxsize=maxsize)
    def double(value: str) -> list[str]:
        return [value, value]

    results = [double("a"), double("b")]
    entries = lru_cache_entries(double)
    assert [result for _, result in entries] == results
    assert size_of(double, ContainerKind.LRU_CACHE) == 2
    assert size_of(functools.lru_cache(maxsize=maxsize)(len), ContainerKind.LRU_CACHE) == 0


def test_contents_of_other_kinds() -> None:
    local = threading.local()
    local.name = "mara"
    variable = contextvars.ContextVar("v", default=OWN)
    assert list(items_of(local, ContainerKind.THREAD_LOCAL)) == [("name", "mara")]
    assert list(items_of(variable, ContainerKind.CONTEXT_DEFAULT)) == [("default", OWN)]
    assert list(items_of(Point([1]), ContainerKind.TUPLE)) == [(0, [1])]
    assert ("RED", Colour.RED) in items_of(Colour, ContainerKind.CLASS)
    assert all(not str(name).startswith("_") for name, _ in items_of(Colour, ContainerKind.CLASS))
    assert ("shared", []) in items_of(Plain, ContainerKind.CLASS)


@pytest.mark.parametrize(
    ("value", "change"),
    [
        ({}, lambda value: value.update(a=1)),
        ({"a": 1}, lambda value: value.update(a=2)),
        ([], lambda value: value.append(1)),
        (set(), lambda value: value.add(1)),
        (bytearray(), lambda value: value.extend(b"a")),
        (Plain(), lambda value: setattr(value, "name", "odin")),
        (outer(), lambda value: setattr(value, "now", 1)),
        ({number: number for number in range(1000)}, lambda value: value.update(a=1)),
        (list(range(1000)), lambda value: value.append(1)),
        (functools.cache(str), lambda value: value("a")),
    ],
)
def test_a_fingerprint_changes_with_the_contents(value: Any, change: Any) -> None:
    kind = kind_of(value, OWN)
    assert kind is not None
    fingerprint = fingerprint_of(kind)
    before = fingerprint(value)
    assert fingerprint(value) == before
    change(value)
    assert fingerprint(value) != before
