"""Random values that exist in both languages: graphs, described once and built twice.

A graph is a list of nodes, `[kind, …]`; node 0 is the value. Containers name nodes by number, so that one may
occur many times, or contain itself. tests/js/reference.js builds the JavaScript value.
"""

from __future__ import annotations

import datetime as dt
import functools
import math
from typing import TYPE_CHECKING, Any, TypeAlias

from hypothesis import strategies as st

from lissome.codec import (
    MAX_SAFE_INTEGER,
    UNDEFINED,
    ArrayBuffer,
    RegExp,
    TypedArray,
    Url,
    UrlSearchParams,
)
from lissome.codec.values import JsSet, Map

if TYPE_CHECKING:
    from collections.abc import Callable

Node: TypeAlias = list[Any]
Graph: TypeAlias = list[Node]

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

texts = st.text(
    st.one_of(
        st.sampled_from("<>&\"'\\/\b\f\n\r\t\0\x1f\x7f\u2028\u2029\ud83d%{}$`é😀"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=8,
)
long_texts = st.builds(lambda text, times: text * times, st.text("ab<😀", min_size=1), st.integers(30, 160))
keys = st.one_of(
    texts,
    st.sampled_from(["a", "b", "_x$1", "a-b", "0", "1", "10", "01", "4294967294", "4294967295", "-1", "é"]),
)
numbers = st.one_of(
    st.integers(-3, 3),
    st.integers(-MAX_SAFE_INTEGER, MAX_SAFE_INTEGER),
    st.floats(),
    st.sampled_from(
        [0.5, -0.5, 1e21, 1e-7, 123456789012345680000.0, 1e-6, -0.0, 5e-324, 1.7976931348623157e308]
    ),
)
atoms = st.one_of(
    st.just(["undefined"]),
    st.sampled_from([None, True, False]).map(lambda value: ["constant", value]),
    numbers.map(lambda number: ["number", number]),
    st.one_of(texts, long_texts).map(lambda text: ["string", text]),
    st.one_of(st.integers(2**53, 2**70), st.integers(-(2**70), -(2**53))).map(lambda big: ["bigint", big]),
)
objects = st.one_of(
    st.integers(-62135596800000, 253402300799999).map(lambda ms: ["date", ms]),
    # Shorter bytes are shared by the interpreter
    st.binary(min_size=2, max_size=5).map(lambda data: ["bytes", list(data)]),
    st.sampled_from([["regexp", "a<b", ""], ["regexp", '\\d"+', "gi"]]),
    st.sampled_from([["url", "http://x/?<"], ["params", "a=<1"]]),
    st.builds(
        lambda kind, items: ["view", kind, items],
        st.sampled_from(["Float64Array", "Float32Array"]),
        st.lists(
            st.one_of(st.just(-0.0), st.floats(width=32, allow_nan=False, allow_infinity=False)), max_size=3
        ),
    ),
    st.builds(
        lambda kind, items: ["view", kind, items],
        st.sampled_from(["Int16Array", "Uint8ClampedArray", "Uint32Array"]),
        st.lists(st.integers(0, 255), max_size=3),
    ),
    st.binary(min_size=2, max_size=5).map(lambda data: ["buffer", list(data)]),
)


COLUMNS = [
    texts.map(lambda text: ["string", text]),
    st.integers(-3, 3).map(lambda number: ["number", number]),
    st.floats(0, 10).map(lambda number: ["number", number]),
    numbers.map(lambda number: ["number", number]),
    st.sampled_from([None, True, False]).map(lambda value: ["constant", value]),
    st.sampled_from([True, False]).map(lambda value: ["constant", value]),
    atoms,
    objects,
    st.integers(0, 4).map(lambda index: ["array", [index]]),
]
columns_of_tables = st.lists(
    st.tuples(keys, st.sampled_from(COLUMNS)), max_size=4, unique_by=lambda column: column[0]
)


def containers(count: int) -> st.SearchStrategy[Node]:
    """Nodes that hold some of `count` nodes."""
    node = st.integers(0, count - 1)
    return st.one_of(
        st.dictionaries(keys, node, max_size=5).map(
            lambda entries: ["object", [list(e) for e in entries.items()]]
        ),
        st.lists(node, max_size=5).map(lambda items: ["array", items]),
        st.lists(node, max_size=4, unique=True).map(lambda items: ["set", items]),
        st.lists(st.lists(node, min_size=2, max_size=2), max_size=3, unique_by=lambda entry: entry[0]).map(
            lambda entries: ["map", entries]
        ),
    )


@functools.cache
def nodes(count: int) -> st.SearchStrategy[Graph]:
    """All nodes of a graph of so many; it takes longer to make this than to draw from it."""
    kind = st.one_of(atoms, objects, containers(count), containers(count))
    return st.lists(kind, min_size=count, max_size=count)


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Any graph."""
    return draw(nodes(draw(st.integers(1, 8))))


@st.composite
def tables(draw: st.DrawFn) -> Graph:
    """A list of objects with the same keys, which are written column by column."""
    columns = draw(columns_of_tables)
    count = draw(st.integers(4, 6))
    rows: Graph = [["object", []] for _ in range(count)]
    cells: Graph = []
    for key, kind in columns:
        for row in rows:
            row[1].append([key, 1 + count + len(cells)])
            cells.append(draw(kind))
    # Rows may also refer to each other, and to the list
    for row in draw(st.lists(st.sampled_from(rows), max_size=1)):
        row[1].append(["more", draw(st.integers(0, count))])
    return [["array", list(range(1, 1 + count))], *rows, *cells]


def trees() -> st.SearchStrategy[Any]:
    """Plain values, as most pages have them."""
    leaf = st.one_of(st.none(), st.booleans(), numbers, texts)
    return st.recursive(leaf, lambda inner: st.lists(inner) | st.dictionaries(keys, inner), max_leaves=12)


def build(graph: Graph) -> object:
    """The Python value."""
    values = [_create(*node) for node in graph]
    for node, value in zip(graph, values, strict=True):
        _fill(node, value, values)
    return values[0]


def to_json(graph: Graph) -> Graph:
    """What JavaScript builds it from: JSON has neither NaN nor large integers."""
    texts: dict[str, Callable[[Any], str]] = {
        "number": lambda value: repr(value).replace("inf", "Infinity"),
        "bigint": str,
    }
    return [[kind, texts[kind](*rest)] if kind in texts else [kind, *rest] for kind, *rest in graph]


def _create(kind: str, *rest: Any) -> object:
    return _MAKERS[kind](*rest)


_MAKERS: dict[str, Callable[..., object]] = {
    "undefined": lambda: UNDEFINED,
    "constant": lambda value: value,
    "number": lambda value: value,
    "string": lambda value: value,
    "bigint": lambda value: value,
    "date": lambda ms: EPOCH + dt.timedelta(milliseconds=ms),
    "bytes": bytearray,
    "buffer": lambda items: ArrayBuffer(bytes(items)),
    "view": TypedArray,
    "regexp": RegExp,
    "url": Url,
    "params": UrlSearchParams,
    "object": lambda _: {},
    "array": lambda _: [],
    "set": lambda _: JsSet(()),
    "map": lambda _: Map(()),
}


def _fill(node: Node, value: object, values: list[object]) -> None:
    match value:
        case dict():
            value.update({key: values[index] for key, index in node[1]})
        case list():
            value.extend(values[index] for index in node[1])
        case JsSet():
            value.members = tuple(distinct(values[index] for index in node[1]))
        case Map():
            found = distinct(values[key] for key, _ in node[1])
            last = {_same(values[key]): values[index] for key, index in node[1]}
            value.entries = tuple((key, last[_same(key)]) for key in found)


def distinct(values: Any) -> list[object]:
    """The members of a JavaScript Set: numbers by value (and -0 is 0), objects by identity."""
    found: dict[object, object] = {}
    for value in values:
        found.setdefault(_same(value), 0 if type(value) is float and value == 0 else value)
    return list(found.values())


def _same(value: object) -> object:
    if type(value) in {bool, str} or value is None:  # a `Url` is a text in Python only
        return (type(value), value)
    if isinstance(value, float):
        return ("nan",) if math.isnan(value) else ("number", value)
    if isinstance(value, int):
        return ("number" if abs(value) <= MAX_SAFE_INTEGER else "bigint", value)
    return ("object", id(value))
