"""Objects that are recognised when another request writes to them."""

from __future__ import annotations

import gc
import weakref
from typing import Any

from lissome.state_guard.heap.held_objects import HeldObjects, may_be_held, references_to


class Site:
    limit = 0


class WithFinalizer:
    def __del__(self) -> None:
        pass


def test_an_object_is_recognised_while_it_lives() -> None:
    objects, site = HeldObjects(), Site()
    known = objects.add(site)
    assert objects.find(site) is known
    assert objects.find(Site()) is None
    del site
    assert known.get() is None, "it is referred to weakly"


def test_what_has_no_weak_references_is_held_until_nobody_else_does() -> None:
    objects, table = HeldObjects(), {"limit": 1}
    owner = [table]
    known = objects.hold(table)
    del table
    objects.sweep()
    assert objects.find(owner[0]) is known
    owner.clear()
    objects.sweep()
    assert list(objects._by_id) == []


def test_few_objects_are_held() -> None:
    objects, tables = HeldObjects(), [{"number": number} for number in range(200)]
    for table in tables:
        objects.hold(table)
    assert len(objects._by_id) == 64
    assert objects.find(tables[-1]) is not None


def test_only_plain_data_may_be_held() -> None:
    watched, own = Site(), Site()
    finalizer = weakref.finalize(watched, print)
    plain: Any = {"a": [1, "b", None, (2.0, {3})], "site": Site()}
    assert may_be_held(plain, ())
    assert not may_be_held({"of the request": [own]}, {id(own)})
    assert not may_be_held([WithFinalizer()], ())
    assert not may_be_held([watched], ()), "somebody waits for its end"
    assert not may_be_held([open], ())
    assert not may_be_held(list(range(1_000)), ())
    finalizer.detach()


def test_references_keep_nothing_alive_whose_end_could_be_told() -> None:
    site, kept, dropped = Site(), {"limit": 1}, {"limit": 2}
    values: dict[int, tuple[Any, list[int]]] = {
        id(one): (one, [number]) for number, one in enumerate((site, kept, dropped))
    }
    del dropped
    found = {numbers[0]: reference for reference, numbers in references_to(values, ())}
    assert sorted(found) == [0, 1]
    assert found[1]() is kept
    del site
    gc.collect()
    assert found[0]() is None
