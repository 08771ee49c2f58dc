"""The first of `uneval`'s two passes: what occurs how often, and what each value becomes."""

from collections.abc import Awaitable, Callable, Iterator
from typing import Any, Final, TypeAlias

from lissome.codec.encoders import Encoders, encode_custom
from lissome.codec.errors import EncodeError
from lissome.codec.object_templates import ObjectTemplates, position
from lissome.codec.python_types import ATOMS, mapping_to_js, to_js
from lissome.codec.text import is_safe_integer, map_segment, path_segment, property_key, utf16_length
from lissome.codec.values import MAX_DEPTH, MAX_SAFE_INTEGER, JsMap, JsSet

Key: TypeAlias = int | tuple[str | int]
"""What tells values apart: an object's id, or a primitive in a tuple, lest an integer be taken for an id."""

TOO_DEEP: Final = f"is nested more than {MAX_DEPTH} levels deep. Return a flatter structure."

_LONG: Final = 128
"""Shorter strings are written wherever they occur, as devalue does: a name for them would gain little."""

_SCALARS: Final = ATOMS - {str, int}


class ReferenceCounter:
    """Visits a value in the order of JavaScript's keys.

    Attributes:
        counts: occurrences of objects, long strings and big integers, in order of the first.
        things: for each of them, the value.
        js: by id, what a value of a type of Python's own becomes.
        source: by id, the text of awaitables and of what the encoders took.
        shapes: of the objects seen.
    """

    def __init__(
        self,
        encoders: Encoders,
        awaitable: Callable[[Awaitable[object]], str] | None,
        encoded: Callable[[str, object, int], str],
        depth: int,
    ) -> None:
        self.counts: dict[Key, int] = {}
        self.things: dict[Key, object] = {}
        self.js: dict[int, object] = {}
        self.source: dict[int, str] = {}
        self.shapes = ObjectTemplates(property_key)
        self._encoders = encoders
        self._awaitable = awaitable
        self._encoded = encoded
        self._depth = depth
        self._inside: dict[type, Callable[[Any], None]] = {
            dict: self._object,
            list: self._array,
            tuple: self._array,
            JsMap: self._map,
            JsSet: self._set,
        }

    def close(self) -> None:
        """It visits nothing more."""
        self._inside.clear()

    def visit(self, value: object) -> None:
        """Count a value, and if it is new all that it holds."""
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
        self.things[key] = value
        return True

    def _is_replaced(self, value: object) -> bool:
        """Whether the value is an awaitable or of one of the application's types; then its text is made."""
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
        shape = self.shapes[tuple(value)]
        if shape is None:
            js = self.js[id(value)] = mapping_to_js(value)
            self._inside[type(js)](js)
            return
        values = iter(value.values() if shape.is_ordered else shape.values(value))
        try:
            self._visit_all(values)
        except EncodeError as error:
            error.within(path_segment(shape.keys[position(values, len(value))]))
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
            # The two commonest kinds, of which next to nothing is worth a visit, without a call
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

    def _map(self, value: JsMap) -> None:
        for key, item in value.entries:
            try:
                self.visit(key)
                self.visit(item)
            except EncodeError as error:
                error.within(map_segment(key))
                raise
