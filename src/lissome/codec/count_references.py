"""The first of `uneval`'s two passes: counts how often values occur, and converts Python types."""

from collections.abc import Awaitable, Callable, Iterator
from typing import Any, Final, TypeAlias

from lissome.codec.encoders import Encoders, encode_custom
from lissome.codec.errors import EncodeError
from lissome.codec.object_templates import ObjectTemplates, position
from lissome.codec.python_types import ATOMS, mapping_to_js, to_js
from lissome.codec.text import is_safe_integer, map_segment, path_segment, property_key, utf16_length
from lissome.codec.values import MAX_DEPTH, MAX_SAFE_INTEGER, JsSet, Map

Key: TypeAlias = int | tuple[str | int]
"""The identity of a value: an object's id, or a primitive in a tuple, which tells it from an id."""

TOO_DEEP: Final = f"is nested more than {MAX_DEPTH} levels deep. Return a flatter structure."

_LONG: Final = 128
"""Shorter strings are written wherever they occur, as in devalue: a variable for them would save little."""

_SCALARS: Final = ATOMS - {str, int}


class ReferenceCounter:
    """Visits a value and its items in the order of JavaScript's keys.

    Attributes:
        counts: occurrences of objects, long strings and big integers, in order of the first.
        values: the values by the same keys.
        js: by id, the results of conversions from Python types.
        source: by id, the text of awaitables and of values that encoders took.
        templates: the templates of the objects seen.
    """

    def __init__(
        self,
        encoders: Encoders,
        awaitable: Callable[[Awaitable[object]], str] | None,
        encoded: Callable[[str, object, int], str],
        depth: int,
    ) -> None:
        self.counts: dict[Key, int] = {}
        self.values: dict[Key, object] = {}
        self.js: dict[int, object] = {}
        self.source: dict[int, str] = {}
        self.templates = ObjectTemplates(property_key)
        self._encoders = encoders
        self._awaitable = awaitable
        self._encoded = encoded
        self._depth = depth
        self._inside: dict[type, Callable[[Any], None]] = {
            dict: self._object,
            list: self._array,
            tuple: self._array,
            Map: self._map,
            JsSet: self._set,
        }

    def close(self) -> None:
        """Let go of the bound methods; nothing can be visited any more."""
        self._inside.clear()

    def visit(self, value: object) -> None:
        """Count a value and, if it is new, all its items."""
        kind = type(value)
        if kind in ATOMS:
            self._atom(value)
        elif kind is tuple and not value and not self._encoders:
            return  # all empty tuples are one object; JavaScript's arrays are not
        elif kind not in self._inside:
            self._other(value)
        elif self._is_new(id(value), value) and not (self._encoders and self._is_replaced(value)):
            self._enter(value)

    def _atom(self, value: object) -> None:
        if (type(value) is str and len(value) >= _LONG // 2 and utf16_length(value) >= _LONG) or (
            type(value) is int and not is_safe_integer(value)
        ):
            self._is_new((value,), value)

    def _other(self, value: object) -> None:
        js = self.js.get(id(value))
        if js is None and id(value) not in self.source:
            if self._is_replaced(value):
                self._is_new(id(value), value)
                return
            js = self.js[id(value)] = to_js(value)
        if type(js) in ATOMS and id(value) not in self.source:
            self._atom(js)
        elif self._is_new(id(value), value) and type(js) in self._inside:
            self._enter(js)

    def _is_new(self, key: Key, value: object) -> bool:
        count = self.counts.get(key, 0)
        self.counts[key] = count + 1
        if count:
            return False
        self.values[key] = value
        return True

    def _is_replaced(self, value: object) -> bool:
        """Make the text of an awaitable or of a value of the application's types; return False for others."""
        if self._awaitable and isinstance(value, Awaitable):
            self.source[id(value)] = self._awaitable(value)
            return True
        taken = encode_custom(self._encoders, value) if self._encoders else None
        if taken:
            self.source[id(value)] = self._encoded(*taken, self._depth)
        return taken is not None

    def _enter(self, js: object) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise EncodeError("", js, TOO_DEEP)
        self._inside[type(js)](js)
        self._depth -= 1

    def _object(self, value: dict[Any, object]) -> None:
        template = self.templates[tuple(value)]
        if template is None:
            js = self.js[id(value)] = mapping_to_js(value)
            self._inside[type(js)](js)
            return
        values = iter(value.values() if template.is_ordered else template.values(value))
        try:
            self._visit_all(values)
        except EncodeError as error:
            error.within(path_segment(template.keys[position(values, len(value))]))
            raise

    def _array(self, value: list[object] | tuple[object, ...]) -> None:
        values = iter(value)
        try:
            self._visit_all(values)
        except EncodeError as error:
            error.within(f"[{position(values, len(value))}]")
            raise

    def _visit_all(self, values: Iterator[Any]) -> None:
        for value in values:
            kind = type(value)
            # the two commonest types, whose values rarely need to be counted, without a call
            if kind is str:
                if len(value) >= _LONG // 2:
                    self._atom(value)
            elif kind is int:
                if not -MAX_SAFE_INTEGER <= value <= MAX_SAFE_INTEGER:
                    self._atom(value)
            elif kind not in _SCALARS:
                self.visit(value)

    def _set(self, value: JsSet) -> None:
        for item in value.members:
            self.visit(item)

    def _map(self, value: Map[Any, Any]) -> None:
        for key, item in value.entries:
            try:
                self.visit(key)
                self.visit(item)
            except EncodeError as error:
                error.within(map_segment(key))
                raise
