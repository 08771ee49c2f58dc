"""devalue's `uneval`: a value as JavaScript source, for pages.

The text is that of devalue's `uneval` for the same value in JavaScript: an expression that makes the value.
Objects that occur more than once, and so all cycles, become parameters of a function around the expression,
which fills them one by one.
"""

import math
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import closing
from itertools import chain
from types import NoneType
from typing import Any, Final

from lissome.codec.count_references import TOO_DEEP, ReferenceCounter
from lissome.codec.encoders import Encoders
from lissome.codec.errors import EncodeError
from lissome.codec.object_templates import ObjectTemplate
from lissome.codec.text import constant, is_safe_integer, number, property_access, quote
from lissome.codec.typed_arrays import TypedArray
from lissome.codec.values import (
    MAX_DEPTH,
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
from lissome.codec.variable_names import name_repeated_values

_VIEWS: Final = frozenset({bytes, TypedArray})

# A function takes no more parameters than this; with more, they are passed as one array
_MAX_PARAMETERS: Final = 65534


def uneval(
    value: object,
    *,
    encoders: Encoders | None = None,
    defer: Callable[[Awaitable[object]], str] | None = None,
    root: str = "data",
) -> str:
    """Write a value as devalue's `uneval` does: a JavaScript expression, safe inside `<script>`.

    Args:
        value: any value of the table in `lissome.codec.python_types`.
        encoders: for the application's own types, called first for everything that is not a primitive. The
            result is written as `app.decode('Key', …)`, so the text must run where `app` is the client's app.
        defer: called with each awaitable in the value, returns the expression that stands for it, such as
            `__sveltekit_1abc.defer(1)`. Without it awaitables are refused.
        root: the name of the value in errors.

    Raises:
        EncodeError: something in the value has no JavaScript equivalent.
    """
    try:
        return _uneval(value, encoders or {}, defer, 0)
    except EncodeError as error:
        error.within(root)
        raise
    except RecursionError:
        raise EncodeError(root, value, TOO_DEEP) from None


def _uneval(
    value: object, encoders: Encoders, defer: Callable[[Awaitable[object]], str] | None, depth: int
) -> str:
    def encoded(key: str, value: object, depth: int) -> str:
        return f"app.decode('{key}', {_uneval(value, encoders, defer, depth + 1)})"

    if depth > MAX_DEPTH:
        raise EncodeError("", value, TOO_DEEP)
    # Their tables refer to bound methods: unless closed, only the garbage collector would free the data.
    with closing(ReferenceCounter(encoders, defer, encoded, depth)) as references:
        references.visit(value)
        with closing(_Writer(references)) as writer:
            return writer.text(value)


class _Writer:
    """The second pass: writes a value whose references have been counted."""

    def __init__(self, references: ReferenceCounter) -> None:
        self._references = references
        self._names = name_repeated_values(references.counts, _primitive)
        self._write: dict[type, Callable[[Any], str]] = {
            # only long strings have names
            str: self._primitive if any(isinstance(key, tuple) for key in self._names) else quote,
            int: self._integer,
            float: _float,
            bool: constant,
            NoneType: constant,
            type(UNDEFINED): lambda _: "void 0",
        }
        self._literals: dict[type, Callable[[Any], str]] = {
            dict: self._object,
            list: self._array,
            tuple: self._array,
            bytes: _bytes,
            ArrayBuffer: lambda buffer: f"{_bytes(buffer)}.buffer",
            TypedArray: _typed_array,
            InvalidDate: lambda _: "new Date(NaN)",
            Date: lambda date: f"new Date({date.ms})",
            Map: self._map,
            JsSet: lambda value: f"new Set([{self._items(value.members)}])",
            RegExp: _regexp,
            BigInt: lambda value: f"{int(value)}n",
            Url: lambda url: f"new URL({quote(url)})",
            UrlSearchParams: lambda params: f"new URLSearchParams({quote(params)})",
        }

    def close(self) -> None:
        self._write.clear()
        self._literals.clear()

    def text(self, root: object) -> str:
        body = self._of(root)
        if not self._names:
            return body
        made, filled = [], []
        arguments = []
        for key, name in self._names.items():
            value = self._references.values[key]
            if isinstance(key, tuple):
                arguments.append(_primitive(key[0]))
            elif key in self._references.source:
                arguments.append(self._references.source[key])
            else:
                js = self._references.js.get(key, value)
                arguments.append(self._empty(js))
                made += [f"{name}={self._literals[type(js)](js)}"] if type(js) in _VIEWS else []
                filled += self._fill(name, js)
        parameters = ",".join(self._names.values())
        statements = ";".join([*made, *filled, f"return {body}"])
        if len(arguments) > _MAX_PARAMETERS:
            return f"(function(){{var[{parameters}]=arguments[0];{statements}}}([{','.join(arguments)}]))"
        return f"(function({parameters}){{{statements}}}({','.join(arguments)}))"

    def _of(self, value: object) -> str:
        return self._write.get(type(value), self._reference)(value)

    def _items(self, values: Iterable[object]) -> str:
        write, reference = self._write, self._reference
        return ",".join([write.get(type(value), reference)(value) for value in values])

    def _reference(self, value: object) -> str:
        """Return the text of a value whose type has no direct writer: its variable, else its literal."""
        key = id(value)
        if key in self._names:
            return self._names[key]
        if key in self._references.source:
            return self._references.source[key]
        js = self._references.js.get(key, value)
        literal = self._literals.get(type(js))
        return literal(js) if literal else self._of(js)

    def _primitive(self, value: str | int) -> str:
        return self._names.get((value,)) or _primitive(value)

    def _integer(self, value: int) -> str:
        return str(value) if is_safe_integer(value) else self._primitive(value)

    def _object(self, value: dict[str, object]) -> str:
        template = self._template(value)
        write, reference = self._write, self._reference
        values = value.values() if template.is_ordered else template.values(value)
        return template.text % tuple([write.get(type(item), reference)(item) for item in values])

    def _template(self, value: dict[str, object]) -> ObjectTemplate:
        template = self._references.templates[tuple(value)]
        assert template is not None  # the first pass has converted other dicts to a Map
        return template

    def _array(self, value: Sequence[object]) -> str:
        table = self._references.templates.table(value)
        if table and self._is_unnamed(table.ids):
            cells = chain.from_iterable(zip(*map(self._column, table.columns), strict=True))
            return f"[{table.write(cells, ',')}]"
        return f"[{self._items(value)}]"

    def _is_unnamed(self, ids: list[int]) -> bool:
        return self._names.keys().isdisjoint(ids) and self._references.source.keys().isdisjoint(ids)

    def _column(self, values: tuple[object, ...]) -> Iterable[str]:
        kinds = {*map(type, values)}
        kind = kinds.pop()
        return map(self._of if kinds else self._write.get(kind, self._reference), values)

    def _map(self, value: Map[Any, Any]) -> str:
        return f"new Map([{','.join(self._array(entry) for entry in value.entries)}])"

    def _empty(self, js: object) -> str:
        """Return a named value as an argument of the function, which fills containers itself."""
        if type(js) in _VIEWS:
            return "{}"
        match js:
            case dict():
                return "{}"
            case list() | tuple():
                return f"Array({len(js)})"
            case JsSet():
                return "new Set"
            case Map():
                return "new Map"
        return self._literals[type(js)](js)

    def _fill(self, name: str, js: object) -> list[str]:
        """Return the statements that fill a named container."""
        match js:
            case dict():
                return [
                    f"{name}{property_access(key)}={self._of(js[key])}" for key in self._template(js).keys
                ]
            case list() | tuple():
                return [f"{name}[{index}]={self._of(item)}" for index, item in enumerate(js)]
            case JsSet(members=members) if members:
                return [name + "".join(f".add({self._of(item)})" for item in members)]
            case Map(entries=entries) if entries:
                return [name + "".join(f".set({self._of(key)}, {self._of(item)})" for key, item in entries)]
        return []


def _primitive(value: str | int) -> str:
    return quote(value) if isinstance(value, str) else f"{value}n"


def _float(value: float) -> str:
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    text = number(value)
    if text[:2] == "0.":
        return text[1:]
    return f"-{text[2:]}" if text[:3] == "-0." else text


def _bytes(value: bytes) -> str:
    return f"new Uint8Array([{','.join(map(str, value))}])"


def _typed_array(value: TypedArray) -> str:
    if value.kind == "DataView":
        return f"new DataView({_bytes(value.buffer)}.buffer)"
    suffix = "n" if value.kind.startswith("Big") else ""
    return f"new {value.kind}([{','.join([_element(item) + suffix for item in value.items])}])"


def _element(item: float) -> str:
    """Return a number as JavaScript's `String` does, except for -0."""
    if isinstance(item, int):
        return str(item)
    return _float(item) if not math.isfinite(item) else number(item)


def _regexp(value: RegExp) -> str:
    flags = f',"{value.flags}"' if value.flags else ""
    return f"new RegExp({quote(value.source)}{flags})"
