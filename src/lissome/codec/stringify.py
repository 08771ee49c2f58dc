"""devalue's `stringify`: the flattened JSON of `__data.json`, action results and remote functions.

The result is an array of slots. Slot 0 is the value; containers refer to their items by slot number, so equal
primitives and identical objects are written once, and a cycle needs nothing special. The bytes are those of
devalue's `stringify` for the same value in JavaScript.
"""

from base64 import b64encode
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from itertools import chain, count, cycle, repeat
from json.encoder import encode_basestring
from math import copysign
from operator import call
from types import MappingProxyType, NoneType
from typing import Any, Final, NamedTuple

import orjson

from lissome.codec.encoders import Encoders, encode_custom, encodes_any
from lissome.codec.errors import EncodeError
from lissome.codec.object_templates import ObjectTemplates, Table, position
from lissome.codec.python_types import ATOMS, mapping_to_js, to_js
from lissome.codec.text import constant, escape, is_safe_integer, map_segment, number, path_segment, quote
from lissome.codec.typed_arrays import TypedArray
from lissome.codec.values import (
    MAX_DEPTH,
    MAX_SAFE_INTEGER,
    UNDEFINED,
    ArrayBuffer,
    BigInt,
    Date,
    InvalidDate,
    JsSet,
    Map,
    RegExp,
    Url,
    UrlSearchParams,
)

# Indexes that stand for a value instead of a slot.
_UNDEFINED: Final = -1
_NAN: Final = -3
_INFINITY: Final = -4
_NEGATIVE_INFINITY: Final = -5
_NEGATIVE_ZERO: Final = -6


def stringify(
    value: object,
    *,
    encoders: Encoders | None = None,
    defer: Callable[[Awaitable[object]], object] | None = None,
    root: str = "data",
) -> str:
    """Write a value as devalue's `stringify` does.

    Args:
        value: any value of the table in `lissome.codec.python_types`.
        encoders: for the application's own types; called first, and for primitives too, as devalue does.
        defer: called with each awaitable in the value, returns the id under which the result will be sent.
            Without it awaitables are refused.
        root: the name of the value in errors.

    Raises:
        EncodeError: something in the value has no JavaScript equivalent.
    """
    flattener = _Flattener(encoders or {}, defer)
    try:
        index = flattener.index[type(value)](value)
    except EncodeError as error:
        error.within(root)
        raise
    except RecursionError:
        raise EncodeError(root, value, _TOO_DEEP) from None
    finally:
        # The table refers to bound methods: without this only the garbage collector would free the data.
        del flattener.index
    return flattener.text() if index >= 0 else str(index)


_TOO_DEEP: Final = f"is nested more than {MAX_DEPTH} levels deep. Return a flatter structure."


class _Custom(NamedTuple):
    """A value that one of the application's encoders has encoded."""

    key: str
    encoded: object


class _Flattener:
    """The slots of one call. `index[type(value)](value)` is the slot of a value; new values get the next one.

    A primitive gets its slot from a lookup in a table whose default is the next number, which runs no Python
    code. The tables are written at the end, each type at once.
    """

    def __init__(self, encoders: Encoders, defer: Callable[[Awaitable[object]], object] | None) -> None:
        self._encoders = encoders
        self._defer = defer
        self._next = count().__next__
        self._ids: defaultdict[int, int] = defaultdict(self._next)
        # Objects that conversions made; without a reference their ids would be reused for other objects
        self._kept: list[object] = []
        self._depth = 0
        self._templates = ObjectTemplates(quote)
        self._written: dict[int, str] = {}
        self._strings = self._atoms()
        self._numbers = self._atoms()
        self._wide = self._atoms()  # floats, apart because 2.0**60 == 2**60, which is a BigInt
        self._constants = self._atoms()  # apart because True == 1
        self._unasked = {
            str: self._strings,
            int: self._numbers,
            bool: self._constants,
            NoneType: self._constants,
        }
        self._number = self._slots(self._numbers)
        self._wide_number = self._slots(self._wide)
        self.index = self._indexers()

    def text(self) -> str:
        """Return all slots as one array."""
        slots = [""] * self._next()
        for table, texts in (
            (self._strings, map(encode_basestring, self._strings)),
            (self._numbers, _numbers(list(self._numbers))),
            (self._wide, map(number, self._wide)),
            (self._constants, map(constant, self._constants)),
        ):
            for index, text in zip(table.values(), texts, strict=True):
                slots[index] = text
        for index, text in self._written.items():
            slots[index] = text
        return escape(f"[{','.join(slots)}]")

    def _atoms(self) -> defaultdict[Any, int]:
        return defaultdict(self._next)

    def _indexers(self) -> "_ByType":
        return _ByType(self._other, {
            str: self._slots(self._strings),
            int: self._number,
            float: self._float,
            bool: self._slots(self._constants),
            NoneType: self._slots(self._constants),
            type(UNDEFINED): lambda _: _UNDEFINED,
            dict: self._container,
            list: self._container,
            tuple: self._tuple,
        })  # fmt: skip

    def _slots(self, table: defaultdict[Any, int]) -> Callable[[Any], int]:
        """Return the function that numbers primitives; with encoders, it calls them for new primitives."""
        if not self._encoders:
            return table.__getitem__

        def slot(value: object) -> int:
            if value in table:
                return table[value]
            index = table[value]
            if taken := encode_custom(self._encoders, value):
                self._kept.append(taken)
                self._written[index] = self.write_custom(_Custom(*taken))
            return index

        return slot

    def _float(self, value: float) -> int:
        if -MAX_SAFE_INTEGER <= value <= MAX_SAFE_INTEGER:
            return self._number(value) if value or copysign(1, value) > 0 else _NEGATIVE_ZERO
        if value != value:  # noqa: PLR0124  NaN, and faster than asking math
            return _NAN
        if value in {float("inf"), float("-inf")}:
            return _INFINITY if value > 0 else _NEGATIVE_INFINITY
        return self._wide_number(value)

    def _container(self, value: object) -> int:
        """Return the slot of a dict, list or tuple."""
        index = self._ids.get(id(value))
        if index is not None:
            return index
        if self._encoders and (taken := encode_custom(self._encoders, value)):
            return self._custom(value, *taken)
        return self._open(value, value)

    def _tuple(self, value: tuple[object, ...]) -> int:
        if not value:
            self._ids.pop(id(value), None)  # all empty tuples are one object; JavaScript's arrays are not
        return self._container(value)

    def _other(self, value: object) -> int:
        """Return the slot of a value of any other type."""
        index = self._ids.get(id(value))
        if index is not None:
            return index
        if self._encoders and (taken := encode_custom(self._encoders, value)):
            return self._custom(value, *taken)
        if self._defer and isinstance(value, Awaitable):
            return self._custom(value, "Promise", self._defer(value))
        js = to_js(value)
        if type(js) in ATOMS:
            return self.index[type(js)](js)
        self._kept.append(js)
        return self._open(value, js)

    def _custom(self, value: object, key: str, encoded: object) -> int:
        self._kept.append(encoded)
        return self._open(value, _Custom(key, encoded))

    def _open(self, value: object, js: object) -> int:
        """Number a value before its items, then write what it was converted to."""
        if self._depth >= MAX_DEPTH:
            raise EncodeError("", value, _TOO_DEEP)
        self._depth += 1
        index = self._ids[id(value)]
        self._written[index] = _WRITERS[type(js)](self, js)
        self._depth -= 1
        return index

    def write_object(self, value: dict[Any, object]) -> str:
        template = self._templates[tuple(value)]
        if template is None:
            js = mapping_to_js(value)
            self._kept.append(js)
            return _WRITERS[type(js)](self, js)
        index = self.index
        values = iter(value.values() if template.is_ordered else template.values(value))
        try:
            return template.text % tuple([index[type(item)](item) for item in values])
        except EncodeError as error:
            error.within(path_segment(template.keys[position(values, len(value))]))
            raise

    def write_array(self, value: list[object] | tuple[object, ...]) -> str:
        table = self._templates.table(value)
        if table and self._ids.keys().isdisjoint(table.ids) and not self._is_taken(value, *table.columns):
            if self._depth >= MAX_DEPTH:
                raise EncodeError("[0]", value[0], _TOO_DEEP)
            return orjson.dumps(self._table(table)).decode()
        index = self.index
        values = iter(value)
        try:
            return orjson.dumps([index[type(item)](item) for item in values]).decode()
        except EncodeError as error:
            error.within(f"[{position(values, len(value))}]")
            raise

    def _is_taken(self, *columns: Iterable[object]) -> bool:
        """Return True if an encoder takes, or may take, one of these values."""
        return any(encodes_any(encode, values) for encode in self._encoders.values() for values in columns)

    def _table(self, table: Table) -> list[int]:
        """Return the slots of the rows. One `map` numbers all values, by the functions of their columns."""
        numbering = [self._ids.__getitem__, *map(self._column, table.columns)]
        values = chain.from_iterable(zip(table.ids, *table.columns, strict=True))
        indexes: list[int] = []
        try:
            indexes.extend(map(call, cycle(numbering), values))
        except EncodeError as error:
            row, column = divmod(len(indexes), len(numbering))
            error.within(f"[{row}]{path_segment(table.template.keys[column - 1])}")
            raise
        slots = indexes[:: len(numbering)]
        del indexes[:: len(numbering)]
        texts = table.write(indexes, "\n").split("\n")  # no key has a line end in its text
        self._written.update(zip(slots, texts, strict=True))
        return slots

    def _column(self, values: tuple[Any, ...]) -> Callable[[Any], int]:
        """Return the function that numbers the values of a column; a direct one if all have the same type."""
        kinds = {*map(type, values)}
        kind = kinds.pop()
        if kinds:
            return self._any
        if kind is float and _are_ordinary(values):
            return self._numbers.__getitem__
        return self._unasked[kind].__getitem__ if kind in self._unasked else self.index[kind]

    def _any(self, value: object) -> int:
        return self.index[type(value)](value)

    def write_custom(self, value: "_Custom") -> str:
        return f'["{value.key}",{self.index[type(value.encoded)](value.encoded)}]'

    def write_view(self, kind: str, buffer: bytes) -> str:
        # A view and its buffer are two objects to JavaScript, so they have two slots
        index = self._next()
        self._written[index] = _buffer(buffer)
        return f'["{kind}",{index}]'

    def write_set(self, value: JsSet) -> str:
        return '["Set"' + "".join(f",{self.index[type(item)](item)}" for item in value.members) + "]"

    def write_map(self, value: Map[Any, Any]) -> str:
        text = '["Map"'
        for key, item in value.entries:
            try:
                text += f",{self.index[type(key)](key)},{self.index[type(item)](item)}"
            except EncodeError as error:
                error.within(map_segment(key))
                raise
        return text + "]"


class _ByType(dict[type, Callable[[Any], int]]):
    """Functions by exact type, with a default."""

    def __init__(self, other: Callable[[Any], int], known: dict[type, Callable[[Any], int]]) -> None:
        super().__init__(known)
        self._other = other

    def __missing__(self, kind: type) -> Callable[[Any], int]:
        return self._other


_WRITERS: Final[Mapping[type, Callable[[_Flattener, Any], str]]] = MappingProxyType(
    {
        dict: _Flattener.write_object,
        list: _Flattener.write_array,
        tuple: _Flattener.write_array,
        bytes: lambda flattener, value: flattener.write_view("Uint8Array", value),
        ArrayBuffer: lambda _, buffer: _buffer(buffer),
        TypedArray: lambda flattener, value: flattener.write_view(value.kind, value.buffer),
        _Custom: _Flattener.write_custom,
        Date: lambda _, date: f'["Date","{date.iso}"]',
        InvalidDate: lambda *_: '["Date",""]',
        Map: _Flattener.write_map,
        JsSet: _Flattener.write_set,
        RegExp: lambda _, regexp: _regexp(regexp),
        BigInt: lambda _, value: f'["BigInt","{int(value)}"]',
        Url: lambda _, url: f'["URL",{quote(url)}]',
        UrlSearchParams: lambda _, params: f'["URLSearchParams",{quote(params)}]',
    }
)


def _are_ordinary(values: tuple[float, ...]) -> bool:
    """Return True if all are positive or 0.0, and their sum is a safe integer or less."""
    return {*map(copysign, repeat(1.0), values)} == {1.0} and sum(values) <= MAX_SAFE_INTEGER


def _numbers(values: list[int | float]) -> list[str]:
    """Return the texts of numbers in JavaScript; orjson has the same digits, but `.0` and other exponents."""
    try:
        text = orjson.dumps(values, option=orjson.OPT_STRICT_INTEGER).decode()
    except orjson.JSONEncodeError:
        text = "e"
    if "e" in text:
        return [number(value) if is_safe_integer(value) else f'["BigInt","{value}"]' for value in values]
    return f"{text[1:-1]},".replace(".0,", ",").split(",")[:-1] if values else []


def _buffer(value: bytes) -> str:
    return f'["ArrayBuffer","{b64encode(value).decode()}"]'


def _regexp(value: RegExp) -> str:
    flags = f',"{value.flags}"' if value.flags else ""
    return f'["RegExp",{quote(value.source)}{flags}]'
