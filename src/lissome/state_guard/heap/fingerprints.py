"""Fingerprints of objects, by which a change of their contents is noticed without keeping them."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from itertools import islice
from types import MappingProxyType
from typing import Any, Final

from lissome.state_guard.heap.introspect import (
    LARGE,
    TAIL,
    ContainerKind,
    field_items,
    function_items,
    items_of,
    lru_cache_dict,
)

# Of larger containers only the ends are compared each time, and of buffers the end.
_ENDS: Final = 64


def fingerprint_of(kind: ContainerKind) -> Callable[[Any], tuple[Any, ...]]:
    """Return the function that makes an object's fingerprint, which changes when its contents do.

    A fingerprint consists of ids, so it keeps nothing alive.
    """
    return _FINGERPRINTS.get(kind) or (lambda value: tuple([id(one) for _, one in items_of(value, kind)]))


def _fingerprint_dict(value: dict[Any, Any]) -> tuple[Any, ...]:
    if dict.__len__(value) <= LARGE:
        return (*map(id, dict.keys(value)), *map(id, dict.values(value)))
    newest = [id(one) for one in islice(reversed(dict.values(value)), _ENDS)]
    return (dict.__len__(value), *newest)


def _fingerprint_list(value: Any) -> tuple[Any, ...]:
    if len(value) <= LARGE:
        return tuple(map(id, value))
    return (len(value), *map(id, islice(value, _ENDS)), *map(id, islice(reversed(value), _ENDS)))


def _fingerprint_function(value: Any) -> tuple[Any, ...]:
    if value.__closure__ or value.__dict__ or value.__kwdefaults__:
        return tuple([id(one) for _, one in function_items(value)])
    defaults = value.__defaults__
    return () if defaults is None else (id(defaults),)


def _fingerprint_fields(value: Any) -> tuple[Any, ...]:
    """The values themselves where they are plain: an object of C makes new ones whenever it is asked."""
    return tuple([one if type(one) in (int, str) else id(one) for _, one in field_items(value)])


def _fingerprint_names(value: Any) -> tuple[Any, ...]:
    return tuple(map(id, value.__dict__.values()))


def _never_changes(_: Any) -> tuple[Any, ...]:
    return ()


_FINGERPRINTS: Final[Mapping[ContainerKind, Callable[[Any], tuple[Any, ...]]]] = MappingProxyType(
    {
        **dict.fromkeys(
            (ContainerKind.MODULE, ContainerKind.IMPORTS, ContainerKind.CLASS), _fingerprint_names
        ),
        **dict.fromkeys(
            (ContainerKind.TUPLE, ContainerKind.CONTEXT_DEFAULT, ContainerKind.LIBRARY), _never_changes
        ),
        ContainerKind.FUNCTION: _fingerprint_function,
        ContainerKind.FIELDS: _fingerprint_fields,
        ContainerKind.DICT: _fingerprint_dict,
        ContainerKind.LIST: _fingerprint_list,
        ContainerKind.SET: lambda value: tuple(map(id, value)) if len(value) <= LARGE else (len(value),),
        ContainerKind.BUFFER: lambda value: (len(value), bytes(value[-TAIL:])),
        ContainerKind.LRU_CACHE: lambda value: _fingerprint_dict(lru_cache_dict(value)),
        ContainerKind.BUILTIN: lambda value: tuple(map(id, gc.get_referents(value))),
    }
)
