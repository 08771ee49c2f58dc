"""Parts of objects of libraries."""

from __future__ import annotations

import types

import httpx

from lissome.state_guard.heap.library_objects import LibraryObjects
from lissome.state_guard.heap.snapshot import HeapSnapshot


def test_parts_are_found_with_their_path() -> None:
    module = types.ModuleType("state")
    client = httpx.Client(headers={"x-user": "mara"})
    vars(module).update(client=client, own=[1])
    snapshot = HeapSnapshot()
    snapshot.update([module], {})
    objects = LibraryObjects()
    found = objects.find(client.headers, snapshot.nodes)
    assert found is not None
    owner, path = found
    assert (owner.place(), path) == ("state.client", "._headers")
    assert objects.may_hold(id(client.headers))
    assert not objects.may_hold(id(module.__dict__["own"]))
    assert objects.find([], snapshot.nodes) is None


def test_a_part_that_was_replaced_is_not_found() -> None:
    module = types.ModuleType("state")
    vars(module)["client"] = client = httpx.Client()
    snapshot = HeapSnapshot()
    snapshot.update([module], {})
    objects = LibraryObjects()
    before = client.headers
    objects.update(snapshot.nodes)
    client.headers = {"x-user": "mara"}
    assert objects.find(before, snapshot.nodes) is None
