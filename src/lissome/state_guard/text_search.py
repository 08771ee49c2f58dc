"""Finding texts in the app's state: the two-user probe searches for its canaries."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from lissome.state_guard.finding import FoundText
from lissome.state_guard.heap.introspect import ATOMS, ContainerKind, items_of
from lissome.state_guard.heap.snapshot import HeapNode
from lissome.state_guard.heap.walk import text_of, walk
from lissome.state_guard.rules.bounds import is_limited_on_path
from lissome.state_guard.rules.leak_rules import LeakRules
from lissome.state_guard.rules.places import KEYED


def search(
    nodes: Mapping[int, HeapNode], find: Callable[[str], Iterable[str]], rules: LeakRules
) -> list[FoundText]:
    """Return the places of some texts, each place once for each text.

    Args:
        nodes: all objects that can be reached, by id.
        find: finds the texts in a text of lower case.
        rules: knows lines, reasons and bounds.
    """
    found: dict[tuple[str, str], FoundText] = {}
    for node in dict.fromkeys(nodes.values()):
        for key, value, path in _texts_in(node, nodes):
            for text in find(text_of(value)):
                place = node.place_of(key) + path
                if (text, place) not in found:
                    line, reason = rules.reporter.line_of(node, key), rules.reporter.reason(node, key)
                    is_bounded = _is_bounded(node, path, rules)
                    found[text, place] = FoundText(text, place, line.file, line.line, reason, is_bounded)
    return list(found.values())


def _texts_in(node: HeapNode, nodes: Collection[int]) -> Iterator[tuple[object, Any, str]]:
    """The texts directly in an object; of an object of a library also those further inside."""
    if node.kind is ContainerKind.LIBRARY:
        if node.parent is not None:
            # parts with a node of their own are searched there
            for value, path in walk(node.value, nodes, deepest=8):
                if text_of(value):
                    yield None, value, path
        return
    for key, value in list(items_of(node.value, node.kind)):
        if type(value) in ATOMS:
            yield key, value, ""
        if node.kind in KEYED:
            for one, _ in walk(key, (), deepest=3):
                yield key, one, ""


def _is_bounded(node: HeapNode, path: str, rules: LeakRules) -> bool:
    is_cached = node.kind is ContainerKind.LIBRARY and is_limited_on_path(node.value, path)
    return is_cached or rules.places.is_bounded(node)
