"""What a cache keeps of a value.

A cache keeps data: each caller gets an object of its own, which it may change without anyone noticing, and
a shared store holds the same text as the process would. A cache that is `local` keeps the very object.
"""

from __future__ import annotations

import inspect
import re
from typing import Any, Final, Generic, Protocol, TypeVar

import xxhash
from pydantic import PydanticUserError, TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError, SchemaError

from lissome.cache.errors import CacheError
from lissome.cache.keys import belongs_to_request

V = TypeVar("V")

_MUTABLE: Final = (list, dict, set, bytearray)

# What pydantic adds to its texts; errors go to logs, and values do not.
_WITH_VALUES: Final = re.compile(r" \[(?:type|input_value)=.*|\n +For further information.*")


class Values(Protocol[V]):
    """Both ways between a value and what is kept of it."""

    def keep(self, value: V) -> Any: ...

    def give(self, kept: Any) -> V: ...


class JsonSerializer(Generic[V]):
    """Values as JSON; pydantic knows how to read them back.

    Raises:
        CacheError: pydantic knows no such type.
    """

    def __init__(self, kind: Any, cache: str) -> None:
        self._cache = cache
        self._kind = kind
        try:
            self._adapter: TypeAdapter[V] = TypeAdapter(kind)
            self._adapter.rebuild(raise_errors=True)  # names in quotes, which pydantic would look up later
        except (PydanticUserError, SchemaError, NameError) as failure:
            msg = (
                f"cache {cache!r} cannot keep {_name(kind)} as data: {failure}\n"
                "Values are what pydantic reads back from JSON: models, dataclasses, TypedDicts, dates and "
                "so on. Keep that part of it, or make the cache local=True, which keeps the very objects"
            )
            raise CacheError(msg) from None

    def fingerprint(self) -> str:
        """Of the values' shape: when it changes, what was stored before is not read any more."""
        try:
            shape = repr(self._adapter.json_schema())
        except PydanticUserError:
            shape = _name(self._kind)
        return xxhash.xxh3_64_hexdigest(shape.encode())

    def keep(self, value: V) -> bytes:
        """The value as JSON.

        Raises:
            CacheError: the value is not of the cache's type, or what comes back is not equal to it.
        """
        try:
            kept = self._adapter.dump_json(value, warnings="error")
            back = self._adapter.validate_json(kept)
        except (PydanticSerializationError, ValidationError) as failure:
            problem = _WITH_VALUES.sub("", str(failure))
            msg = f"cache {self._cache!r} keeps {_name(self._kind)}, and was given {_what(value)}: {problem}"
            raise CacheError(msg) from None
        if back != value:
            msg = (
                f"cache {self._cache!r} keeps {_name(self._kind)}, and {_what(value)} comes back changed. "
                "Say in the cache's type exactly what the values are, or make it local=True"
            )
            raise CacheError(msg)
        return kept

    def give(self, kept: bytes) -> V:
        """The value, made anew."""
        return self._adapter.validate_json(kept)


class IdentitySerializer(Generic[V]):
    """Values as they are: all callers get the same object."""

    def __init__(self, cache: str) -> None:
        self._cache = cache

    def keep(self, value: V) -> V:
        """The value itself.

        Raises:
            CacheError: it belongs to a request, can be used once only, or is a container that can be changed.
        """
        if belongs_to_request(value):
            why = "belongs to one request"
        elif inspect.isawaitable(value) or hasattr(value, "__next__"):
            why = "can be used only once. Await it, or make a tuple of it"
        elif type(value) in _MUTABLE:
            why = "would be changed by one caller for all. Keep a tuple, a frozenset or a frozen class"
        else:
            return value
        msg = f"cache {self._cache!r} is local, so all callers get the same object, and {_what(value)} {why}"
        raise CacheError(msg)

    def give(self, kept: V) -> V:
        """The value itself."""
        return kept


def _name(kind: Any) -> str:
    return kind.__qualname__ if isinstance(kind, type) else str(kind)


def _what(value: object) -> str:
    kind = type(value).__qualname__
    return f"{'an' if kind[0] in 'aeiouAEIOU' else 'a'} {kind}"
