"""The variables of `uneval`'s output."""

from __future__ import annotations

from lissome.codec.variable_names import name_repeated_values


def literal(value: str | int) -> str:
    return f'"{value}"'


def test_only_repeated_values_have_names_the_most_frequent_first() -> None:
    assert name_repeated_values({1: 1, 2: 2, 3: 3, 4: 2}, literal) == {3: "a", 2: "b", 4: "c"}


def test_names_go_on_and_leave_out_reserved_words() -> None:
    names = [*name_repeated_values(dict.fromkeys(range(4000), 2), literal).values()]
    assert names[:2] == ["a", "b"]
    assert names[51:56] == ["Z", "_", "$", "aa", "ab"]
    assert "do" not in names
    assert "do0" in names
    assert len({*names}) == 4000


def test_short_primitives_have_none() -> None:
    assert name_repeated_values({("short",): 2, ("x" * 200,): 2}, literal) == {("x" * 200,): "a"}
