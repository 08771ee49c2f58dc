"""Templates of objects with the same keys."""

from __future__ import annotations

import enum
from typing import Any

import pytest

from lissome.codec import EncodeError
from lissome.codec.object_templates import ObjectTemplates, position
from lissome.codec.text import quote


class Name(enum.StrEnum):
    A = "a"


@pytest.fixture
def templates() -> ObjectTemplates:
    return ObjectTemplates(quote)


def test_keys_are_in_javascripts_order(templates: ObjectTemplates) -> None:
    template = templates["b", "2", "10", "a"]
    assert template is not None
    assert (template.keys, template.is_ordered) == (("2", "10", "b", "a"), False)
    assert template.values({"b": 1, "2": 2, "10": 3, "a": 4}) == [2, 3, 1, 4]


def test_percent_signs_are_escaped(templates: ObjectTemplates) -> None:
    template = templates[("100%",)]
    assert template is not None
    assert template.text % (1,) == '{"100%":1}'


def test_other_keys_make_a_map(templates: ObjectTemplates) -> None:
    assert templates["a", 1] is None


def test_equal_texts_have_one_template(templates: ObjectTemplates) -> None:
    assert templates[(Name.A,)] is templates[("a",)]


def test_proto_is_refused(templates: ObjectTemplates) -> None:
    with pytest.raises(EncodeError, match="__proto__"):
        _ = templates[("__proto__",)]


def test_rows_with_the_same_keys_are_a_table(templates: ObjectTemplates) -> None:
    rows = [{"a": number, "b": str(number)} for number in range(4)]
    table = templates.table(rows)
    assert table is not None
    assert (table.ids, table.columns) == ([*map(id, rows)], [(0, 1, 2, 3), ("0", "1", "2", "3")])
    assert table.write(range(8), ",").startswith('{"a":0,"b":1},{"a":2')


@pytest.mark.parametrize(
    "rows",
    [
        [{"a": 1}] * 3,
        [{"a": 1}, {"a": 1}, {"a": 1}, {"b": 1}],
        [{"b": 1, "1": 2}] * 4,
        [{}] * 4,
        [{"a": 1}] * 4 + [[]],
    ],
    ids=["too short", "other keys", "another order", "no keys", "another type"],
)
def test_other_rows_are_not(templates: ObjectTemplates, rows: list[Any]) -> None:
    assert templates.table(rows) is None


def test_the_position_of_an_iterator() -> None:
    values = iter("abc")
    next(values)
    next(values)
    assert position(values, 3) == 1
