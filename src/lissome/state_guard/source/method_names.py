"""Names of methods and functions, by whether they change the object that they are called on."""

from __future__ import annotations

from typing import Final

# Methods that take something out. Code that calls one on a container bounds its size.
EVICTING: Final = frozenset(
    {
        *("pop", "popitem", "popleft", "clear", "remove", "discard", "get_nowait", "truncate", "close"),
        *("difference_update", "intersection_update", "symmetric_difference_update", "__delitem__"),
        *("cache_clear", "expire", "evict", "invalidate"),
    }
)

# Methods of Python's own containers that change them.
CONTAINER_MUTATING: Final = frozenset(
    {
        *("add", "append", "appendleft", "clear", "discard", "extend", "extendleft", "insert", "pop"),
        *("popitem", "popleft", "remove", "reverse", "setdefault", "sort", "update"),
    }
)

# Methods that change the object they are called on.
MUTATING: Final = (
    EVICTING - {"close"}
    | CONTAINER_MUTATING
    | {
        *("put", "put_nowait", "push", "rotate", "move_to_end", "subtract", "write", "writelines"),
        *("__setitem__", "__setattr__", "__ior__", "__iadd__", "set_default", "register", "subscribe"),
        *(
            "add_listener",
            "connect",
            "enter_context",
            "enter_async_context",
            "push_async_callback",
            "callback",
        ),
        *("add_note", "addHandler", "addFilter", "add_done_callback", "setattr", "union_update"),
    }
)

# Functions that change their first argument.
WRITING_FUNCTIONS: Final = frozenset(
    {
        *("heappush", "heappop", "heapify", "heappushpop", "heapreplace", "insort", "insort_left"),
        *("insort_right", "setattr", "delattr", "setitem", "delitem", "iadd", "ior", "iconcat", "shuffle"),
        *("__setattr__", "__setitem__", "__delitem__", "next", "anext"),
    }
)
EVICTING_FUNCTIONS: Final = frozenset({"heappop", "heappushpop", "heapreplace", "delitem"})

# Functions that run code in the dictionaries that they are given, and those that Python keeps the text of.
EXECUTING: Final = frozenset({"exec", "eval"})
WARNING: Final = frozenset({"warn", "warn_explicit"})

# Methods that only read, whatever they are called on: recording them would cost time and tell nothing.
READING: Final = frozenset(
    {
        *(
            "get",
            "items",
            "keys",
            "values",
            "copy",
            "index",
            "count",
            "getall",
            "getlist",
            "get_all",
            "union",
        ),
        *("split", "rsplit", "splitlines", "strip", "lstrip", "rstrip", "join", "format", "startswith"),
        *("endswith", "replace", "lower", "upper", "title", "casefold", "encode", "decode", "partition"),
        *("rpartition", "removeprefix", "removesuffix", "isdigit", "isdecimal", "isascii", "translate"),
        *("isoformat", "strftime", "timestamp", "date", "astimezone", "total_seconds", "hexdigest", "digest"),
        *("match", "fullmatch", "search", "findall", "finditer", "group", "groups", "sub", "find", "read"),
        *("model_dump", "model_dump_json", "model_validate", "json", "form", "body", "dict", "text", "bytes"),
        *("debug", "info", "warning", "error", "exception", "critical", "log", "is_integer", "as_posix"),
        *("issubset", "issuperset", "isdisjoint", "intersection", "difference", "most_common", "total"),
        *("qsize", "empty", "full", "exists", "is_file", "mro", "acquire", "release", "locked"),
    }
)

# Calls of these make a new container, to which no other code has a reference yet.
MAKING: Final = frozenset(
    {
        *("list", "dict", "set", "bytearray", "sorted", "deque", "defaultdict", "Counter", "OrderedDict"),
        *("StringIO", "BytesIO"),
    }
)

BUILTIN_TYPES: Final = frozenset(
    {"list", "dict", "set", "bytearray", "object", "type", "deque", "OrderedDict", "defaultdict", "Counter"}
)
