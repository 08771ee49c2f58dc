"""Finding texts in the state of the app, wherever they are: the two-user probe asks for its canaries."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from lissome.state_guard.finding import FoundText
from lissome.state_guard.heap.introspect import ContainerKind, items_of
from lissome.state_guard.heap.snapshot import HeapNode
from lissome.state_guard.request_values.matcher import pattern_of, text_of, walk
from lissome.state_guard.rules.bounds import is_bounded_within
from lissome.state_guard.rules.leak_rules import LeakRules
from lissome.state_guard.source.module_source import ModuleSources
from lissome.state_guard.writes.attribution import SourceLine, fallback_line
from lissome.state_guard.writes.recorder import ATOMS


def search(
    holders: Mapping[int, HeapNode], texts: Collection[str], judge: LeakRules, indexes: ModuleSources
) -> list[FoundText]:
    """Where these texts are; each place once for each text.

    Args:
        holders: all that can be reached, by id.
        texts: what to look for, in any case.
        judge: knows who wrote what.
        indexes: the modules' sources.
    """
    wanted = {text.lower(): text for text in texts if text}
    pattern = pattern_of(wanted)
    if pattern is None:
        return []
    found: dict[tuple[str, str], FoundText] = {}
    for holder in dict.fromkeys(holders.values()):
        for key, value, path in _texts_in(holder, holders):
            for match in set(pattern.findall(text_of(value))):
                place = holder.place_of(key) + path
                if (match, place) not in found:
                    kept = _kept(wanted[match], place, holder, key, judge=judge, indexes=indexes)
                    is_cached = holder.kind is ContainerKind.FOREIGN and is_bounded_within(holder.value, path)
                    found[match, place] = replace(kept, bounded=kept.bounded or is_cached)
    return list(found.values())


def _texts_in(holder: HeapNode, holders: Collection[int]) -> Iterator[tuple[object, Any, str]]:
    """The texts that a holder has itself; those of objects of libraries with what is inside of them."""
    if holder.kind is ContainerKind.FOREIGN:
        if holder.parent is not None:
            # what else has a place of its own is searched there
            for value, path in walk(holder.value, holders, deepest=8):
                if text_of(value):
                    yield None, value, path
        return
    for key, value in list(items_of(holder.value, holder.kind)):
        if type(value) in ATOMS:
            yield key, value, ""
        if holder.kind in (ContainerKind.DICT, ContainerKind.MEMO):
            for one, _ in walk(key, (), deepest=3):
                yield key, one, ""


def _kept(
    text: str, place: str, holder: HeapNode, key: object, *, judge: LeakRules, indexes: ModuleSources
) -> FoundText:
    line = judge.line_of(holder, key) or fallback_line(indexes, holder, key) or SourceLine("src", 0)
    reason = judge.reason(holder, key, None)
    return FoundText(text, place, line.file, line.line, reason, judge.is_bounded(holder))
