"""The TypeScript types of Python's containers, given the types of what is in them."""

from __future__ import annotations

import collections
import re
from collections import abc
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from lissome.codec import Map
from lissome.typescript.scalars import Wire, qualified_name

MAPPINGS: Final = frozenset(
    {
        *(dict, collections.defaultdict, collections.OrderedDict, collections.ChainMap),
        *(abc.Mapping, abc.MutableMapping, MappingProxyType),
    }
)
_LISTS: Final = (
    *(list, collections.deque, abc.Sequence, abc.MutableSequence),
    *(abc.KeysView, abc.ValuesView, abc.ItemsView),
)
_SETS: Final = (set, frozenset, abc.Set, abc.MutableSet)
# A set is iterable, and so is a dict: what is sent depends on the value.
_ANYTHING: Final = (abc.Iterable, abc.Collection, abc.Iterator, abc.Generator)
# `{first}` and `{last}` are arguments of the type: of a coroutine, the last one is what it returns.
_TEMPLATES: Final[Mapping[type, str]] = MappingProxyType(
    {
        **dict.fromkeys(_LISTS, "Array<{first}>"),
        **dict.fromkeys(_SETS, "Set<{first}>"),
        **dict.fromkeys(_ANYTHING, "any"),
        range: "Array<number>",
        Map: "Map<{first}, {last}>",
        abc.ItemsView: "Array<[{first}, {last}]>",
        **dict.fromkeys((abc.Awaitable, abc.Coroutine), "Promise<{last}>"),
        **dict.fromkeys((abc.AsyncIterable, abc.AsyncIterator, abc.AsyncGenerator), "AsyncIterable<{first}>"),
    }
)
_IN_JSON: Final[Mapping[type, str]] = MappingProxyType(
    {**dict.fromkeys(_SETS, "Array<{first}>"), Map: "Record<string, {last}>"}
)
# Their modules need not be imported.
_FUTURES: Final = re.compile(r"_?asyncio\.(?:futures\.|tasks\.)?(?:Future|Task)")


def container(kind: type, arguments: Sequence[str], wire: Wire) -> str | None:
    """Return the type of a container that is no tuple and no mapping; None if the class is none.

    Args:
        arguments: the types of its arguments; none if the annotation does not say them.
    """
    template = _IN_JSON.get(kind) if wire is Wire.JSON else None
    template = template or _TEMPLATES.get(kind)
    if template is None and _FUTURES.fullmatch(qualified_name(kind)):
        template = "Promise<{last}>"
    if template is None:
        return None
    first, last = (arguments[0], arguments[-1]) if arguments else ("any", "any")
    return template.format(first=first, last=last)


def mapping(key: str, value: str, wire: Wire, *, are_texts: bool | None, is_alias: bool) -> str:
    """Return the type of a dict: an object if its keys are texts in Python, and a Map otherwise.

    An empty dict has no keys of any type, so it is sent as an object.

    Args:
        key: the type of its keys, as they are sent.
        value: that of its values.
        are_texts: None if only some may be.
        is_alias: it is the type of a name, which may be in it: TypeScript does not take that in a `Record`.
    """
    record = f"{{ [key: string]: {value} }}" if is_alias else f"Record<string, {value}>"
    if wire is Wire.JSON:
        return record
    if key in ("any", "unknown"):
        return "any"
    if not are_texts:
        return f"Map<{key}, {value}> | {'Record<string, never>' if are_texts is False else record}"
    if "string" in key.split(" | "):
        return record
    return f"{{ [key in {key}]?: {value} }}" if is_alias else f"Partial<Record<{key}, {value}>>"


def union(types: Iterable[str]) -> str:
    """Return a union of types without duplicates; ``any`` if one of them is."""
    distinct = [each for each in dict.fromkeys(types) if each != "never"]
    return "any" if "any" in distinct else " | ".join(distinct) or "never"
