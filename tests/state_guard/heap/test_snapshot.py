"""What has changed between two snapshots."""

from __future__ import annotations

import types
from typing import Any

import pytest

from lissome.state_guard.heap import snapshot
from lissome.state_guard.heap.introspect import ContainerKind
from lissome.state_guard.heap.snapshot import HeapSnapshot, SnapshotDiff


class Heap:
    """A module, and a snapshot of it."""

    def __init__(self, **names: Any) -> None:
        self.module = types.ModuleType("state")
        vars(self.module).update(names)
        self.snapshot = HeapSnapshot()
        self.update()

    def update(self, *written: Any) -> SnapshotDiff:
        return self.snapshot.update([self.module], {"state": {"imported"}}, [id(one) for one in written])

    def changes(self, *written: Any) -> list[tuple[str, Any]]:
        return [(one.node.place_of(one.key), one.value) for one in self.update(*written).changes]


def test_the_first_snapshot_has_no_changes() -> None:
    heap = Heap(now=[])
    assert heap.changes() == []
    assert id(vars(heap.module)["now"]) in heap.snapshot.nodes


@pytest.mark.parametrize(
    ("value", "change", "changes"),
    [
        ({}, lambda value: value.update(a=1), [("state.value['a']", 1)]),
        ({"a": 1}, lambda value: value.update(a=2), [("state.value['a']", 2)]),
        ([], lambda value: value.append("x"), [("state.value[0]", "x")]),
        ([[]], lambda value: value[0].append("x"), [("state.value[0][0]", "x")]),
        (set(), lambda value: value.add("x"), [("state.value", "x")]),
        (types.SimpleNamespace(), lambda value: setattr(value, "now", "x"), [("state.value.now", "x")]),
    ],
)
def test_changes_of_containers(value: Any, change: Any, changes: list[tuple[str, Any]]) -> None:
    heap = Heap(value=value)
    change(value)
    assert heap.changes() == changes
    assert heap.changes() == []


def test_variables_of_the_module() -> None:
    heap = Heap(now=None)
    vars(heap.module)["now"] = "mara"
    (change,) = heap.update().changes
    assert (change.node.place_of(change.key), change.value, change.is_added) == ("state.now", "mara", False)


def test_grown_and_shrunk_containers() -> None:
    values = [1, 2]
    heap = Heap(values=values)
    values += [3, 4]
    diff = heap.update()
    assert [(node.place(), count) for node, count in diff.grown] == [("state.values", 2)]
    assert all(change.is_added for change in diff.changes)
    values.clear()
    assert [node.place() for node in heap.update().shrunk] == ["state.values"]


def test_the_same_object_once_more() -> None:
    value = object()
    values = [value]
    heap = Heap(values=values)
    values.append(value)
    assert heap.changes() == [("state.values[1]", value)]


def test_entries_of_a_container_that_was_written_to_are_checked_again() -> None:
    inner: list[int] = []
    heap = Heap(value={"a": inner})
    (change,) = heap.update(vars(heap.module)["value"]).changes
    assert change.value is inner
    assert change.is_rechecked


def test_an_entry_that_is_forgotten_is_new_again() -> None:
    value = {"a": "x"}
    heap = Heap(value=value)
    heap.snapshot.nodes[id(value)].forget("x")
    assert heap.changes(value) == [("state.value['a']", "x")]


def test_imported_names_are_followed_but_are_not_the_modules_own() -> None:
    heap = Heap()
    vars(heap.module)["imported"] = found = [1]
    assert heap.changes() == [("state.imported", found)]
    node = heap.snapshot.nodes[id(found)]
    assert node.parent is not None
    assert node.parent.kind is ContainerKind.IMPORTS


def test_only_the_ends_of_large_containers_are_compared() -> None:
    values: list[object] = [object() for _ in range(1000)]
    heap = Heap(values=values)
    values.append("new")
    assert heap.changes() == [("state.values[1000]", "new")]


def test_the_state_of_the_app_is_a_root() -> None:
    heap = Heap()
    heap.snapshot.app_state = state = types.SimpleNamespace(users=[])
    heap.update()
    state.users.append("mara")
    assert heap.changes() == [("event.app.users[0]", "mara")]


def test_the_number_of_nodes_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "_MOST_NODES", 10)
    assert len(Heap(values=[[] for _ in range(100)]).snapshot.nodes) <= 200


def test_long_keys_are_cut_in_places() -> None:
    value: dict[object, int] = {"x" * 100: 1, ("a", 2): 2, frozenset({3}): 3}
    heap = Heap(value=value)
    node = heap.snapshot.nodes[id(value)]
    places = [node.place_of(key).removeprefix("state.value") for key in value]
    assert len(places[0]) <= 61
    assert places[1:] == ["[('a', 2)]", "[<frozenset>]"]
