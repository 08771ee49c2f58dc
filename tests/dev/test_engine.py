"""The entries of the bundle that a message may use. test_pages.py has the whole engine."""

from __future__ import annotations

import orjson
import pytest

from lissome.dev.engine import _entries_of


@pytest.mark.parametrize(
    ("message", "entries"),
    [
        (b'r{"branch":[0,2],"errors":[1,null]}', ["render", "errors", "hooks", "n0", "n2", "n1"]),
        (b'r{"branch":[0]}', ["render", "errors", "hooks", "n0"]),
        (b'!r{"branch":[0]}', ["render", "errors", "hooks", "n0"]),
        (b'c{"fn":"match"}', ["call", "errors", "hooks", "params"]),
        (b'c{"fn":"environment"}', ["call", "errors", "hooks", "env"]),
        (b'c{"fn":"exports","entries":["n3"]}', ["call", "errors", "hooks", "n3"]),
        (b'c{"fn":"reroute"}', ["call", "errors", "hooks"]),
        (b"t1", []),
        (b"d1", []),
        (b's1\n[{"id":1,"value":null}]', []),
    ],
)
def test_entries(message: bytes, entries: list[str]) -> None:
    assert _entries_of(message) == entries


def test_an_error_page_is_needed_when_the_host_names_it() -> None:
    answer = orjson.dumps([{"id": 1, "value": {"node": 4, "errors": [1, None]}}, {"id": 2, "value": "text"}])
    assert _entries_of(b"s1\n" + answer) == ["n4", "n1"]
