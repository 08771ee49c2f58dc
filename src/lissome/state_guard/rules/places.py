"""The place of a change: one slot with a name, or an entry among many."""

from __future__ import annotations

from typing import Final

from lissome.state_guard.heap.introspect import NAMED, ContainerKind
from lissome.state_guard.heap.snapshot import HeapChange, HeapNode
from lissome.state_guard.request_record import RequestRecord
from lissome.state_guard.rules.bounds import (
    idle_evictions,
    is_container_class,
    is_emptied,
    is_node_limited,
)
from lissome.state_guard.source.callers import may_run_together
from lissome.state_guard.source.derivation import function_at
from lissome.state_guard.source.module_source import ModuleSources
from lissome.state_guard.writes.attribution import Write
from lissome.state_guard.writes.sites import WriteKind

KEYED: Final = (ContainerKind.DICT, ContainerKind.LRU_CACHE)


class Places:
    """Classifies the places of changes.

    Args:
        sources: the modules' sources: a key that is a literal there names a slot.
    """

    def __init__(self, sources: ModuleSources) -> None:
        self._sources = sources

    def is_slot(self, change: HeapChange, write: Write | None, record: RequestRecord) -> bool:
        """True if a change is in one place with a name, in contrast to an entry among many."""
        node = change.node
        if self.container_of(node) is not node:
            return False  # in an entry
        if node.kind is ContainerKind.LRU_CACHE:
            return change.key == ()
        if node.kind is ContainerKind.DICT:
            return self.is_fixed_key(change.key, record) or (
                write is not None and write.site.kind is WriteKind.SLOT and write.site.slot == change.key
            )
        if node.kind is ContainerKind.LIST:
            return write is not None and write.site.kind is WriteKind.SLOT and write.site.slot == change.key
        return node.kind in NAMED and not is_container_class(type(node.value))

    def container_of(self, node: HeapNode) -> HeapNode:
        """Return the outermost container of many entries that a node is in, or else the node itself."""
        found = node
        for one in node.ancestors():
            parent = one.parent
            if parent is not None and self._is_entry(parent, one.key):
                found = parent
        return found

    def _is_entry(self, node: HeapNode, key: object) -> bool:
        is_literal = type(key) is str and self._is_in_source(key.lower())
        return node.kind is ContainerKind.LRU_CACHE or (node.kind is ContainerKind.DICT and not is_literal)

    def is_fixed_key(self, key: object, record: RequestRecord) -> bool:
        """True if the programmer chose the key: it is a literal, or names the route."""
        if type(key) is not str:
            return key is None or type(key) is bool
        text = key.lower()
        is_literal = self._is_in_source(text) and not record.values.identifies_user(text)
        return is_literal or text in record.route_texts

    def _is_in_source(self, text: str) -> bool:
        return text in self._sources.literals or text in self._sources.keywords

    def is_emptied(self, node: HeapNode) -> bool:
        """True if the app's code takes entries out of the container."""
        return any(is_emptied(self._sources, one) for one in (node, self.container_of(node)))

    def is_left_full(self, node: HeapNode, write: Write) -> bool:
        """True if what takes entries out should have run with what adds them, and has not."""
        flow, site = self._sources.flow, write.site
        adding = function_at(flow, site.module, (site.first, site.last))
        found = [
            one for part in (node, self.container_of(node)) for one in idle_evictions(self._sources, part)
        ]
        evicting = [flow.code.function_at(module, line) for module, line in found]
        return bool(evicting) and all(
            one is not None and adding is not None and may_run_together(flow, adding, one) for one in evicting
        )

    def is_bounded(self, node: HeapNode) -> bool:
        """True if a container, or the one it is in, is limited or is emptied by the app's code."""
        return is_node_limited(self.container_of(node)) or is_node_limited(node) or self.is_emptied(node)


def is_in_library(node: HeapNode) -> bool:
    """True if a node is, or is in, an object of a library."""
    return any(one.kind is ContainerKind.LIBRARY for one in node.ancestors())
