"""What Python objects hold, read without running any code of theirs.

No property, no `__eq__`, no `__len__` of a class that is not Python's own is called: looking at a running app
must not change it.
"""

from __future__ import annotations

import asyncio
import functools
import gc
import io
import threading
import types
import weakref
from array import array
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from contextvars import Context, ContextVar
from enum import Enum, EnumType
from itertools import islice
from typing import Any, Final

from lissome.state_guard.writes.recorder import ATOMS

Item = tuple[object, Any]


class ContainerKind(Enum):
    """How an object holds others."""

    MODULE = "module"
    IMPORTS = "what a module imports"
    CLASS = "class"
    FUNCTION = "function"
    INSTANCE = "instance"
    DICT = "dict"
    LIST = "list"
    SET = "set"
    TUPLE = "tuple"
    BUFFER = "bytes or numbers that can be changed"
    MEMO = "lru_cache"
    DEFAULT = "default of a ContextVar"
    LOCAL = "threading.local"
    OTHER = "another object of Python's own"
    FOREIGN = "an object of a library"


NAMED: Final = frozenset(
    {
        ContainerKind.MODULE,
        ContainerKind.IMPORTS,
        ContainerKind.CLASS,
        ContainerKind.FUNCTION,
        ContainerKind.INSTANCE,
        ContainerKind.LOCAL,
        ContainerKind.DEFAULT,
    }
)

_Memo: Final = type(functools.lru_cache(len))
_HEAP_TYPE: Final = 1 << 9  # Py_TPFLAGS_HEAPTYPE: not made by Python itself
_WEAK: Final = (weakref.ref, weakref.WeakKeyDictionary, weakref.WeakValueDictionary, weakref.WeakSet)
_OPAQUE: Final = frozenset({types.CodeType, types.ModuleType, types.GetSetDescriptorType, types.FrameType})
# What leads from one object of asyncio to all that runs, and to whatever was current when it was made.
_AROUND: Final = (asyncio.AbstractEventLoop, Context)
_PLAIN_MODULES: Final = frozenset(
    {"types", "collections", "queue", "asyncio.queues", "argparse", "contextlib", "dataclasses"}
)
# Modules whose classes are written in C: what they hold only the collector knows.
_IN_C: Final = frozenset(
    {"functools", "itertools", "operator", "_functools", "_operator", "_asyncio", "_queue", "_csv"}
)
_OURS: Final = ("lissome.isolation.", "lissome.state_guard.")
_EXACT: Final[types.MappingProxyType[type, ContainerKind]] = types.MappingProxyType(
    {
        dict: ContainerKind.DICT,
        list: ContainerKind.LIST,
        set: ContainerKind.SET,
        tuple: ContainerKind.TUPLE,
        frozenset: ContainerKind.TUPLE,
    }
)

_SIZED: Final = (ContainerKind.LIST, ContainerKind.SET, ContainerKind.BUFFER)
_PYTHONS_SIZED: Final = (list, set, deque, dict, bytearray, array)

_LINK: Final = "_lru_list_elem"

# Of larger containers only the ends are looked at each time, and of buffers the end.
LARGE: Final = 500
_ENDS: Final = 64
_TAIL: Final = 2_000


def is_own_name(name: object) -> bool:
    """Whether it is a name of the app's, and not one of Python's or of a library's machinery."""
    return not (isinstance(name, str) and name.startswith("__") and name.endswith("__"))


def kind_of(value: Any, own_modules: Collection[str]) -> ContainerKind | None:
    """How a value holds others, or None if there is nothing to watch in it.

    Args:
        own_modules: the names of the app's modules: instances of their classes are looked into.
    """
    type_ = type(value)
    if type_ in ATOMS and type_ is not tuple and type_ is not frozenset:
        return None
    kind = _EXACT.get(type_) or (ContainerKind.TUPLE if issubclass(type_, tuple) else None)
    if kind is not None:
        return (
            None
            if kind is ContainerKind.TUPLE and all(type(one) in ATOMS for one in entries_of(value))
            else kind
        )
    if type_ is types.FunctionType:
        return ContainerKind.FUNCTION
    if issubclass(type_, type):
        return ContainerKind.CLASS if value.__module__ in own_modules else None
    return _kind_of_object(value, type_, own_modules)


def _kind_of_object(value: Any, type_: type, own_modules: Collection[str]) -> ContainerKind | None:
    if type_ in _OPAQUE or issubclass(type_, (*_WEAK, *_AROUND, types.ModuleType)):
        return None
    if issubclass(type_, Enum):
        return ContainerKind.INSTANCE if type_.__module__ in own_modules else None
    for base, kind in (
        *(
            (dict, ContainerKind.DICT),
            (list, ContainerKind.LIST),
            (deque, ContainerKind.LIST),
            (set, ContainerKind.SET),
        ),
        *((bytearray, ContainerKind.BUFFER), (array, ContainerKind.BUFFER)),
        *(
            (_Memo, ContainerKind.MEMO),
            (ContextVar, ContainerKind.DEFAULT),
            (threading.local, ContainerKind.LOCAL),
        ),
    ):
        if issubclass(type_, base):
            return kind
    if type_.__module__ in own_modules or type_.__module__ in _PLAIN_MODULES:
        return ContainerKind.INSTANCE
    if type_.__module__.startswith(_OURS):
        return None
    is_pythons = not type_.__flags__ & _HEAP_TYPE or type_.__module__ in _IN_C
    return ContainerKind.OTHER if is_pythons and not is_text_file(value) else ContainerKind.FOREIGN


def is_text_file(value: object) -> bool:
    """Whether it is a file in memory, whose contents can be read without moving in it."""
    return type(value) in (io.StringIO, io.BytesIO)


def attributes(value: Any) -> Iterator[Item]:
    """An instance's attributes: of its dictionary, and of its slots."""
    own = instance_dict(value)
    if own is not None:
        yield from list(own.items())
    for class_ in type(value).__mro__:
        slots = class_.__dict__.get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else tuple(slots):
            descriptor = class_.__dict__.get(_mangled(class_, name))
            if type(descriptor) is types.MemberDescriptorType and name not in ("__dict__", "__weakref__"):
                try:
                    yield name, descriptor.__get__(value)
                except AttributeError:
                    continue


def _mangled(class_: type, name: str) -> str:
    """The name of a slot as the class has it: ``__token`` of `Session` is ``_Session__token``."""
    hidden = name.startswith("__") and not name.endswith("__")
    return f"_{class_.__name__.lstrip('_')}{name}" if hidden else name


def instance_dict(value: Any) -> dict[str, Any] | None:
    """An instance's dictionary, past any `__getattribute__` of its class."""
    try:
        own = object.__getattribute__(value, "__dict__")
    except (AttributeError, TypeError):
        return None
    return own if type(own) is dict else None


def items_of(value: Any, kind: ContainerKind) -> Iterable[Item]:
    """What it holds, with the keys that say where."""
    return _ITEMS[kind](value)


def size_of(value: Any, kind: ContainerKind) -> int:
    """How many entries a container has; 0 for what is none."""
    if kind is ContainerKind.DICT:
        return dict.__len__(value)
    if kind is ContainerKind.MEMO:
        return len(memo_entries(value))
    return len(value) if kind in _SIZED and _is_pythons_len(type(value)) else 0


def _is_pythons_len(type_: type) -> bool:
    return next((c for c in type_.__mro__ if "__len__" in c.__dict__), type_) in _PYTHONS_SIZED


def fingerprint_of(kind: ContainerKind) -> Callable[[Any], tuple[Any, ...]]:
    """How to make what changes when an object's contents do. Made of ids, so that it keeps nothing alive."""
    return _FINGERPRINTS[kind]


def _print_dict(value: dict[Any, Any]) -> tuple[Any, ...]:
    if dict.__len__(value) <= LARGE:
        return (*map(id, dict.keys(value)), *map(id, dict.values(value)))
    newest = [id(one) for one in islice(reversed(dict.values(value)), _ENDS)]
    return (dict.__len__(value), *newest)


def _print_list(value: Any) -> tuple[Any, ...]:
    if len(value) <= LARGE:
        return tuple(map(id, value))
    return (len(value), *map(id, islice(value, _ENDS)), *map(id, islice(reversed(value), _ENDS)))


def _print_set(value: set[Any]) -> tuple[Any, ...]:
    return tuple(map(id, value)) if len(value) <= LARGE else (len(value),)


def _print_buffer(value: Any) -> tuple[Any, ...]:
    return (len(value), bytes(value[-_TAIL:]))


def _print_names(value: Any) -> tuple[Any, ...]:
    return tuple(map(id, value.__dict__.values()))


def _print_function(value: Any) -> tuple[Any, ...]:
    if not (value.__closure__ or value.__dict__):
        return ()  # its defaults are what they are
    return tuple([id(one) for _, one in _of_function(value)])


def _print_instance(value: Any) -> tuple[Any, ...]:
    return tuple([id(one) for _, one in attributes(value)])


def _print_other(value: Any) -> tuple[Any, ...]:
    return tuple(map(id, gc.get_referents(value)))


def _never_changes(_: Any) -> tuple[Any, ...]:
    return ()


def _of_module(value: Any) -> list[Item]:
    return [
        (name, one)
        for name, one in list(vars(value).items())
        if is_own_name(name) and type(one) is not types.ModuleType
    ]


def entries_of(value: Any) -> Iterator[Any]:
    """What a list, a frozenset or a tuple holds; a class of the app's is not asked."""
    return tuple.__iter__(value) if issubclass(type(value), tuple) else iter(value)


def _of_class(value: Any) -> list[Item]:
    """Its attributes; of an enumeration the members by their names, and not the tables they are in."""
    if not issubclass(type(value), EnumType):
        return _of_module(value)
    members: dict[str, Any] = vars(value).get("_member_map_", {})
    return [*members.items(), *(item for item in _of_module(value) if not _is_of_enumeration(item, members))]


def _is_of_enumeration(item: Item, members: dict[str, Any]) -> bool:
    name = str(item[0])
    return name in members or (name.startswith("_") and name.endswith("_"))


def _of_function(value: Any) -> list[Item]:
    found: list[Item] = list(value.__dict__.items())
    code = value.__code__
    defaults = value.__defaults__ or ()
    names = code.co_varnames[: code.co_argcount]
    found += [
        (f"({name}=)", one) for name, one in zip(names[len(names) - len(defaults) :], defaults, strict=True)
    ]
    found += [(f"({name}=)", one) for name, one in (value.__kwdefaults__ or {}).items()]
    for name, cell in zip(code.co_freevars, value.__closure__ or (), strict=True):
        try:
            found.append((name, cell.cell_contents))
        except ValueError:  # not set yet
            continue
    return found


def memo_entries(memo: Any) -> list[Item]:
    """The entries of an `lru_cache`: arguments and result.

    Source: `lru_cache_tp_traverse` of CPython 3.11 to 3.14. With a bound, the collector first sees key,
    result and type of each link.
    """
    parts, at = _memo_parts(memo)
    cache: dict[Any, Any] = parts[at]
    if not any(type(one).__name__ == _LINK for one in islice(cache.values(), 1)):
        return list(cache.items())
    return [(parts[link], parts[link + 1]) for link in range(at % 3, at, 3)]


def _memo_dict(memo: Any) -> dict[Any, Any]:
    parts, at = _memo_parts(memo)
    cache: dict[Any, Any] = parts[at]
    return cache


def _memo_parts(memo: Any) -> tuple[list[Any], int]:
    """All that it refers to, and where its dictionary is: three before the type of links."""
    parts = gc.get_referents(memo)
    last = max(at for at, one in enumerate(parts) if isinstance(one, type) and one.__name__ == _LINK)
    return parts, last - 3


def _of_default(variable: Any) -> list[Item]:
    return [("default", one) for one in gc.get_referents(variable) if type(one) is not str]


def _of_local(local: Any) -> list[Item]:
    """The attributes in all threads: they are in one dictionary for each, behind a weak reference."""
    by_thread = [one for one in gc.get_referents(local) if type(one) is dict]
    return [
        item
        for threads in by_thread
        for own in threads.values()
        if type(own) is dict
        for item in list(own.items())
    ]


def _of_other(value: Any) -> list[Item]:
    if type(value) is types.GeneratorType or type(value) is types.CoroutineType:
        frame = value.gi_frame if type(value) is types.GeneratorType else value.cr_frame
        return [] if frame is None else [(name, one) for name, one in frame.f_locals.items()]
    return [
        (number, one) for number, one in enumerate(gc.get_referents(value)) if not isinstance(one, _AROUND)
    ]


_FINGERPRINTS: Final[types.MappingProxyType[ContainerKind, Callable[[Any], tuple[Any, ...]]]] = (
    types.MappingProxyType(
        {
            ContainerKind.MODULE: _print_names,
            ContainerKind.IMPORTS: _print_names,
            ContainerKind.CLASS: _print_names,
            ContainerKind.FUNCTION: _print_function,
            ContainerKind.INSTANCE: _print_instance,
            ContainerKind.DICT: _print_dict,
            ContainerKind.LIST: _print_list,
            ContainerKind.SET: _print_set,
            ContainerKind.TUPLE: _never_changes,
            ContainerKind.BUFFER: _print_buffer,
            ContainerKind.MEMO: lambda value: _print_dict(_memo_dict(value)),
            ContainerKind.DEFAULT: _never_changes,
            ContainerKind.LOCAL: lambda value: tuple([id(one) for _, one in _of_local(value)]),
            ContainerKind.OTHER: _print_other,
            ContainerKind.FOREIGN: _never_changes,
        }
    )
)

_ITEMS: Final[types.MappingProxyType[ContainerKind, Callable[[Any], Iterable[Item]]]] = (
    types.MappingProxyType(
        {
            ContainerKind.MODULE: _of_module,
            ContainerKind.IMPORTS: _of_module,
            ContainerKind.CLASS: _of_class,
            ContainerKind.FUNCTION: _of_function,
            ContainerKind.INSTANCE: attributes,
            ContainerKind.DICT: lambda value: list(dict.items(value)),
            ContainerKind.LIST: lambda value: list(enumerate(list(value))),
            ContainerKind.SET: lambda value: [(None, one) for one in list(value)],
            ContainerKind.TUPLE: lambda value: list(enumerate(entries_of(value))),
            ContainerKind.BUFFER: lambda value: [(None, bytes(value[-_TAIL:]))],
            ContainerKind.MEMO: memo_entries,
            ContainerKind.DEFAULT: _of_default,
            ContainerKind.LOCAL: _of_local,
            ContainerKind.OTHER: _of_other,
            ContainerKind.FOREIGN: lambda _: (),
        }
    )
)
