"""Serialisation of the values of a cache.

A cache keeps data: each caller gets a new object, which it may change without affecting others, and a shared
store holds the same text as the process would. A cache that is `local` keeps the object itself.
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

# Parts of pydantic's messages that contain values: errors are logged, and values must not be.
_VALUES: Final = re.compile(r" \[(?:type|input_value)=.*|\n +For further information.*")


class Serializer(Protocol[V]):
    """Converts values to what is kept of them, and back."""

    def dump(self, value: V) -> Any: ...

    def load(self, kept: Any) -> V: ...


class JsonSerializer(Generic[V]):
    """Keeps values as JSON. pydantic writes and reads it.

    Raises:
        CacheError: pydantic does not support the type.
    """

    def __init__(self, kind: Any, cache: str) -> None:
        self._cache = cache
        self._kind = kind
        try:
            self._adapter: TypeAdapter[V] = TypeAdapter(kind)
            self._adapter.rebuild(
                raise_errors=True
            )  # resolves names in quotes, which pydantic would do later
        except (PydanticUserError, SchemaError, NameError) as failure:
            msg = (
                f"cache {cache!r} cannot keep {_name(kind)} as data: {failure}\n"
                "Values are what pydantic reads back from JSON: models, dataclasses, TypedDicts, dates and "
                "so on. Keep that part of it, or make the cache local=True, which keeps the very objects"
            )
            raise CacheError(msg) from None

    def fingerprint(self) -> str:
        """Return a hash of the schema: after a change, values that were stored before are not read."""
        try:
            schema = repr(self._adapter.json_schema())
        except PydanticUserError:
            schema = _name(self._kind)
        return xxhash.xxh3_64_hexdigest(schema.encode())

    def dump(self, value: V) -> bytes:
        """Return the value as JSON.

        Raises:
            CacheError: the value is not of the cache's type, or what comes back is not equal to it.
        """
        try:
            kept = self._adapter.dump_json(value, warnings="error")
            back = self._adapter.validate_json(kept)
        except (PydanticSerializationError, ValidationError) as failure:
            problem = _VALUES.sub("", str(failure))
            msg = f"cache {self._cache!r} keeps {_name(self._kind)}, and was given {_what(value)}: {problem}"
            raise CacheError(msg) from None
        if back != value:
            msg = (
                f"cache {self._cache!r} keeps {_name(self._kind)}, and {_what(value)} comes back changed. "
                "Say in the cache's type exactly what the values are, or make it local=True"
            )
            raise CacheError(msg)
        return kept

    def load(self, kept: bytes) -> V:
        """Return the value as a new object."""
        return self._adapter.validate_json(kept)


class IdentitySerializer(Generic[V]):
    """Keeps values as they are: all callers get the same object."""

    def __init__(self, cache: str) -> None:
        self._cache = cache

    def dump(self, value: V) -> V:
        """Return the value itself.

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

    def load(self, kept: V) -> V:
        """Return the value itself."""
        return kept


def _name(kind: Any) -> str:
    return kind.__qualname__ if isinstance(kind, type) else str(kind)


def _what(value: object) -> str:
    kind = type(value).__qualname__
    return f"{'an' if kind[0] in 'aeiouAEIOU' else 'a'} {kind}"
