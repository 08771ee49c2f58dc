"""Random values, written by this codec and by the real devalue: the bytes are the same."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import hypothesis
from hypothesis import example, given

from codec.graphs import build, graphs, tables, trees
from lissome.codec import DecodeError, EncodeError, jsonable, parse, plain, stringify, uneval

if TYPE_CHECKING:
    from collections.abc import Callable

    from codec.conftest import Devalue
    from codec.graphs import Graph

# For a thorough search set LISSOME_EXAMPLES; the same few are tried on every run in CI
examples = hypothesis.settings(
    max_examples=int(os.environ.get("LISSOME_EXAMPLES", "100")),
    deadline=None,
    derandomize="CI" in os.environ,
)


@examples
@example(graph=[["set", [1, 2]], ["url", "http://x/?<"], ["url", "http://x/?<"]])
@given(graph=graphs() | tables())
def test_encoders(devalue: Devalue, graph: Graph) -> None:
    value = build(graph)
    flat, source = devalue.write(graph)
    assert stringify(value) == flat
    assert uneval(value) == source
    assert devalue.evaluate(source) == flat


ENCODERS: dict[str, Callable[[Any], object]] = {
    "Yes": lambda value: value is True and [1],
    "Three": lambda value: type(value) in {int, float} and value == 3 and "three",
    "Half": lambda value: type(value) is float and value == 0.5 and [],
    "Nothing": lambda value: type(value) is str and not value and 0,
    "Nil": lambda value: value is None and {},
    "Pair": lambda value: type(value) is list and len(value) == 2 and "pair",
}


@examples
@given(graph=graphs() | tables())
def test_encoders_are_asked_about_everything(devalue: Devalue, graph: Graph) -> None:
    assert stringify(build(graph), encoders=ENCODERS) == devalue.write_encoded(graph)


@examples
@given(graph=graphs())
def test_parse_reads_what_devalue_writes(devalue: Devalue, graph: Graph) -> None:
    flat = devalue.write(graph)[0]
    hypothesis.assume("\ud83d" not in flat)  # which UTF-8 cannot carry
    # Python's sets have no order, and hold no objects; a Map's keys may be equal in Python, or all be strings
    has_own = '["Set"' not in flat and '["Map"' not in flat
    # which come back as lists and bytes
    hypothesis.assume(not any(kind in {"view", "buffer"} for kind, *_ in graph))
    try:
        value = parse(flat)
    except DecodeError:
        assert not has_own
    else:
        assert not has_own or stringify(value) == flat


@examples
@given(value=trees())
def test_plain_is_json_and_javascript(devalue: Devalue, value: Any) -> None:
    text = plain(value)
    if text is None:
        shown = json.dumps(value)
        assert "NaN" in shown or "Infinity" in shown or "\\ud83d" in shown
    else:
        assert devalue.from_json(text.decode()) == devalue.evaluate(text.decode()) == stringify(value)


@examples
@given(graph=graphs() | tables())
def test_jsonable_is_what_json_keeps(devalue: Devalue, graph: Graph) -> None:
    expected = devalue.to_json(graph)
    try:
        found = jsonable(build(graph))
    except EncodeError:
        assert expected == "throws"
    else:
        assert json.dumps(found) == json.dumps(json.loads(expected))
