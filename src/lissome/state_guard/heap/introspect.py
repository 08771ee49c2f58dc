"""The contents of Python objects, read without running code of the app.

No property, `__eq__` or `__len__` is called unless it is Python's own: an inspection must not change the app.
"""

from __future__ import annotations

import asyncio
import decimal
import functools
import gc
import io
import sqlite3
import threading
import types
import weakref
from array import array
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextvars import Context, ContextVar
from enum import Enum, EnumType, Flag
from itertools import islice
from typing import Any, Final

Item = tuple[object, Any]

# Immutable values and containers: no code can write to one.
ATOMS: Final[frozenset[type]] = frozenset(
    {str, bytes, int, float, bool, complex, types.NoneType, tuple, frozenset, range, slice, type(...)}
)


class ContainerKind(Enum):
    """The way in which an object holds others."""

    MODULE = "module"
    IMPORTS = "the imported names of a module"
    CLASS = "class"
    FUNCTION = "function"
    INSTANCE = "instance"
    EXCEPTION = "exception"
    DICT = "dict"
    LIST = "list"
    SET = "set"
    TUPLE = "tuple"
    BUFFER = "mutable bytes or numbers"
    LRU_CACHE = "functools.lru_cache"
    CONTEXT_DEFAULT = "default of a ContextVar"
    THREAD_LOCAL = "threading.local"
    CONTEXT = "contextvars.Context"
    WEAK_KEYED = "weakref.WeakKeyDictionary"
    FIELDS = "an object of C with a few settings"
    BUILTIN = "another object of Python's own"
    LIBRARY = "an object of a library"


# Their entries are attributes or variables, with names that the programmer chose.
NAMED: Final = (
    *(ContainerKind.MODULE, ContainerKind.IMPORTS, ContainerKind.CLASS, ContainerKind.FUNCTION),
    *(ContainerKind.INSTANCE, ContainerKind.EXCEPTION),
    *(ContainerKind.THREAD_LOCAL, ContainerKind.CONTEXT_DEFAULT),
    *(ContainerKind.CONTEXT, ContainerKind.WEAK_KEYED, ContainerKind.FIELDS),
)

_LruCache: Final = type(functools.lru_cache(len))
_HEAP_TYPE: Final = 1 << 9  # Py_TPFLAGS_HEAPTYPE: a class made at run time, not one of the interpreter's
# From an object of asyncio these lead to everything that runs, and to what was current when it was made.
_AMBIENT: Final = (asyncio.AbstractEventLoop, Context)
_OPAQUE: Final = (
    *(weakref.ref, weakref.WeakValueDictionary, weakref.WeakSet, asyncio.AbstractEventLoop),
    *(types.CodeType, types.ModuleType, types.GetSetDescriptorType, types.FrameType, types.TracebackType),
)
# Modules of the standard library whose classes hold their entries in attributes.
_ATTRIBUTE_MODULES: Final = frozenset(
    {"types", "collections", "queue", "asyncio.queues", "argparse", "contextlib", "dataclasses"}
)
# Modules whose classes are written in C: only the garbage collector knows what they hold.
_C_MODULES: Final = frozenset(
    {"functools", "itertools", "operator", "_functools", "_operator", "_asyncio", "_queue", "_csv"}
)
_LISSOME: Final = ("lissome.isolation.", "lissome.state_guard.")
_BASES: Final[tuple[tuple[type, ContainerKind], ...]] = (
    *((dict, ContainerKind.DICT), (list, ContainerKind.LIST), (deque, ContainerKind.LIST)),
    *((tuple, ContainerKind.TUPLE), (frozenset, ContainerKind.TUPLE), (set, ContainerKind.SET)),
    *((bytearray, ContainerKind.BUFFER), (array, ContainerKind.BUFFER)),
    *((_LruCache, ContainerKind.LRU_CACHE), (ContextVar, ContainerKind.CONTEXT_DEFAULT)),
    *((threading.local, ContainerKind.THREAD_LOCAL), (Context, ContainerKind.CONTEXT)),
    *((weakref.WeakKeyDictionary, ContainerKind.WEAK_KEYED), (decimal.Context, ContainerKind.FIELDS)),
    *((sqlite3.Connection, ContainerKind.FIELDS), (BaseException, ContainerKind.EXCEPTION)),
)
# The settings of objects of C that only attributes show.
_FIELDS: Final[Mapping[type, tuple[str, ...]]] = types.MappingProxyType(
    {
        decimal.Context: ("prec", "rounding", "Emin", "Emax", "capitals", "clamp"),
        sqlite3.Connection: ("row_factory", "text_factory"),
    }
)

_SIZED: Final = (ContainerKind.LIST, ContainerKind.SET, ContainerKind.BUFFER)
_PYTHONS_SIZED: Final = (list, set, deque, dict, bytearray, array)

_LINK: Final = "_lru_list_elem"

# Of larger containers only the ends are compared each time, and of buffers the end.
LARGE: Final = 500
TAIL: Final = 2_000


def is_own_name(name: object) -> bool:
    """True unless it is a name such as ``__doc__``, which Python or a library has set."""
    return not (isinstance(name, str) and name.startswith("__") and name.endswith("__"))


def kind_of(value: Any, own_modules: Collection[str]) -> ContainerKind | None:
    """Return how a value holds others, or None if nothing in it can change.

    Args:
        own_modules: the names of the app's modules: instances of their classes are opened.
    """
    type_ = type(value)
    if type_ in ATOMS and type_ is not tuple and type_ is not frozenset:
        return None
    kind = next((kind for base, kind in _BASES if issubclass(type_, base)), None)
    if kind is ContainerKind.TUPLE:
        return None if all(type(one) in ATOMS for one in entries_of(value)) else kind
    return kind or _kind_of_object(value, type_, own_modules)


def _kind_of_object(value: Any, type_: type, own_modules: Collection[str]) -> ContainerKind | None:
    if type_ is types.FunctionType:
        return ContainerKind.FUNCTION
    if issubclass(type_, type):
        return ContainerKind.CLASS if value.__module__ in own_modules else None
    module = type_.__module__
    is_own = module in own_modules
    if issubclass(type_, _OPAQUE) or module.startswith(_LISSOME) or (issubclass(type_, Enum) and not is_own):
        return None
    if is_own or module in _ATTRIBUTE_MODULES:
        return ContainerKind.INSTANCE
    is_pythons = not type_.__flags__ & _HEAP_TYPE or module in _C_MODULES
    return ContainerKind.BUILTIN if is_pythons and not is_text_file(value) else ContainerKind.LIBRARY


def is_text_file(value: object) -> bool:
    """True for a file in memory, whose contents can be read without moving its position."""
    return type(value) in (io.StringIO, io.BytesIO)


def attributes(value: Any) -> Iterator[Item]:
    """Yield an instance's attributes: those of its dictionary, and those of its slots."""
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
    """The mangled name of a slot: ``__token`` of `Session` is ``_Session__token``."""
    hidden = name.startswith("__") and not name.endswith("__")
    return f"_{class_.__name__.lstrip('_')}{name}" if hidden else name


def instance_dict(value: Any) -> dict[str, Any] | None:
    """Return an instance's dictionary without calling a `__getattribute__` of its class."""
    try:
        own = object.__getattribute__(value, "__dict__")
    except (AttributeError, TypeError):
        return None
    return own if type(own) is dict else None


def items_of(value: Any, kind: ContainerKind) -> Iterable[Item]:
    """Return the entries of a value: pairs of key, attribute or index, and object."""
    return _ITEMS[kind](value)


def size_of(value: Any, kind: ContainerKind) -> int:
    """The number of entries of a container; 0 for other values."""
    if kind is ContainerKind.DICT:
        return dict.__len__(value)
    if kind is ContainerKind.LRU_CACHE:
        return len(lru_cache_dict(value))
    if kind is ContainerKind.WEAK_KEYED:
        return len(value.data)
    return len(value) if kind in _SIZED and _is_pythons_len(type(value)) else 0


def _is_pythons_len(type_: type) -> bool:
    return next((c for c in type_.__mro__ if "__len__" in c.__dict__), type_) in _PYTHONS_SIZED


def _module_items(value: Any) -> list[Item]:
    return [
        (name, one)
        for name, one in list(vars(value).items())
        if (is_own_name(name) or name == "__warningregistry__") and type(one) is not types.ModuleType
    ]


def entries_of(value: Any) -> Iterator[Any]:
    """Iterate over a list, a frozenset or a tuple, without calling a method of the app's class."""
    return tuple.__iter__(value) if issubclass(type(value), tuple) else iter(value)


def _class_items(value: Any) -> list[Item]:
    """The attributes of a class; of an enumeration the members, without the tables that `enum` keeps."""
    if not issubclass(type(value), EnumType):
        return [*_module_items(value), *_default_items(value)]
    members: dict[str, Any] = vars(value).get("_member_map_", {})
    if issubclass(value, Flag):
        members = {**members, "_value2member_map_": vars(value).get("_value2member_map_", {})}
    return [*members.items(), *(item for item in _module_items(value) if not _is_enum_table(item, members))]


def _default_items(class_: type) -> list[Item]:
    """The defaults of a pydantic model's fields, which it does not copy if they can be hashed."""
    fields = vars(class_).get("__pydantic_fields__") or {}
    return [(name, getattr(one, "default", None)) for name, one in fields.items()]


def _is_enum_table(item: Item, members: dict[str, Any]) -> bool:
    name = str(item[0])
    return name in members or (name.startswith("_") and name.endswith("_"))


def function_items(value: Any) -> list[Item]:
    """Return the attributes, defaults and variables of a function."""
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


def lru_cache_entries(lru_cache: Any) -> list[Item]:
    """Return the entries of an `lru_cache`: arguments and result.

    Source: `lru_cache_tp_traverse` of CPython 3.11 to 3.14. In a cache with a bound, the collector first
    visits key, result and type of each link.
    """
    cache = lru_cache_dict(lru_cache)
    if not any(type(one).__name__ == _LINK for one in islice(cache.values(), 1)):
        return list(cache.items())
    parts = gc.get_referents(lru_cache)
    at = next(at for at, one in enumerate(parts) if one is cache)
    return [(parts[link], parts[link + 1]) for link in range(at % 3, at, 3)]


def lru_cache_dict(lru_cache: Any) -> dict[Any, Any]:
    """Return the dictionary of an `lru_cache`: of its referents the third before the type of links."""
    parts = gc.get_referents(lru_cache)
    last = max(at for at, one in enumerate(parts) if isinstance(one, type) and one.__name__ == _LINK)
    cache: dict[Any, Any] = parts[last - 3]
    return cache


def _context_default(variable: Any) -> list[Item]:
    return [("default", one) for one in gc.get_referents(variable) if type(one) is not str]


def _exception_items(error: BaseException) -> list[Item]:
    """The attributes of an exception, and what is added to it whenever it is raised."""
    raised = ("__traceback__", "__context__", "__cause__")
    found = [("args", error.args), *((name, object.__getattribute__(error, name)) for name in raised)]
    return [*attributes(error), *(item for item in found if item[1])]


def _thread_local_items(local: Any) -> list[Item]:
    """The attributes in all threads: each has a dictionary of its own, behind a weak reference."""
    by_thread = [one for one in gc.get_referents(local) if type(one) is dict]
    return [
        item
        for threads in by_thread
        for own in threads.values()
        if type(own) is dict
        for item in list(own.items())
    ]


def _context_items(context: Context) -> list[Item]:
    """The values of context variables by name, without those of lissome, which every context has."""
    return [
        (variable.name, one) for variable, one in context.items() if not variable.name.startswith("lissome")
    ]


def _weak_items(value: Any) -> list[Item]:
    found = ((reference(), one) for reference, one in list(value.data.items()))
    return [(key, one) for key, one in found if key is not None]


def field_items(value: Any) -> list[Item]:
    """Return the settings of an object of C."""
    names = next(names for type_, names in _FIELDS.items() if isinstance(value, type_))
    return [(name, getattr(value, name)) for name in names]


def _builtin_items(value: Any) -> list[Item]:
    if type(value) is types.GeneratorType or type(value) is types.CoroutineType:
        frame = value.gi_frame if type(value) is types.GeneratorType else value.cr_frame
        return [] if frame is None else [(name, one) for name, one in frame.f_locals.items()]
    return [
        (number, one) for number, one in enumerate(gc.get_referents(value)) if not isinstance(one, _AMBIENT)
    ]


_ITEMS: Final[Mapping[ContainerKind, Callable[[Any], Iterable[Item]]]] = types.MappingProxyType(
    {
        **dict.fromkeys((ContainerKind.MODULE, ContainerKind.IMPORTS), _module_items),
        ContainerKind.CLASS: _class_items,
        ContainerKind.FUNCTION: function_items,
        ContainerKind.INSTANCE: attributes,
        ContainerKind.EXCEPTION: _exception_items,
        ContainerKind.DICT: lambda value: list(dict.items(value)),
        ContainerKind.LIST: lambda value: list(enumerate(list(value))),
        ContainerKind.SET: lambda value: [(None, one) for one in list(value)],
        ContainerKind.TUPLE: lambda value: list(enumerate(entries_of(value))),
        ContainerKind.BUFFER: lambda value: [(None, bytes(value[-TAIL:]))],
        ContainerKind.LRU_CACHE: lru_cache_entries,
        ContainerKind.CONTEXT_DEFAULT: _context_default,
        ContainerKind.THREAD_LOCAL: _thread_local_items,
        ContainerKind.CONTEXT: _context_items,
        ContainerKind.WEAK_KEYED: _weak_items,
        ContainerKind.FIELDS: field_items,
        ContainerKind.BUILTIN: _builtin_items,
        ContainerKind.LIBRARY: lambda _: (),
    }
)
