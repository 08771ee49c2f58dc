"""JavaScript's notation of strings, numbers and keys."""

from __future__ import annotations

import pytest

from lissome.codec.text import (
    constant,
    is_safe_integer,
    map_segment,
    number,
    path_segment,
    property_access,
    property_key,
    property_order,
    quote,
    to_utf8,
    utf16_length,
)


def test_strings_are_safe_in_a_script() -> None:
    assert quote('a"</script>\u2028\u2029\n') == '"a\\"\\u003C/script>\\u2028\\u2029\\n"'


def test_lone_surrogates_stay_in_values_and_are_escaped_in_keys() -> None:
    assert quote("\ud800") == '"\ud800"'
    assert property_key("\ud800") == '"\\ud800"'


@pytest.mark.parametrize(("value", "text"), [(None, "null"), (True, "true"), (False, "false")])
def test_constants(value: bool | None, text: str) -> None:
    assert constant(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1"),
        (-1.5, "-1.5"),
        (1e21, "1e+21"),
        (123456789012345680000.0, "123456789012345680000"),
        (1e-7, "1e-7"),
        (0.00001, "0.00001"),
        (-1.5e-6, "-0.0000015"),
        (5e-324, "5e-324"),
    ],
)
def test_numbers(value: float, text: str) -> None:
    assert number(value) == text


def test_safe_integers() -> None:
    assert is_safe_integer(2**53 - 1)
    assert not is_safe_integer(2**53)


@pytest.mark.parametrize(
    ("key", "as_key", "access"),
    [("$a_1", "$a_1", ".$a_1"), ("1a", '"1a"', '["1a"]'), ("", '""', '[""]'), ("é", '"é"', '["é"]')],
)
def test_keys(key: str, as_key: str, access: str) -> None:
    assert property_key(key) == as_key
    assert property_access(key) == path_segment(key) == access


@pytest.mark.parametrize(
    ("key", "text"), [("a", '.get("a")'), (1, ".get(1)"), (None, ".get(None)"), ((1, 2), ".get(...)")]
)
def test_keys_of_maps(key: object, text: str) -> None:
    assert map_segment(key) == text


def test_array_indexes_come_first() -> None:
    assert property_order(("b", "10", "9", "01", "4294967295", "a")) == (
        "9",
        "10",
        "b",
        "01",
        "4294967295",
        "a",
    )


def test_utf16_length() -> None:
    assert (utf16_length("a"), utf16_length("é"), utf16_length("\U0001f600"), utf16_length("\ud800")) == (
        1,
        1,
        2,
        1,
    )


def test_to_utf8_is_what_javascript_would_send() -> None:
    assert to_utf8("é") == b"\xc3\xa9"
    assert to_utf8("\ud83d\ude00") == "😀".encode()
    assert to_utf8("a\ud83d") == "a\ufffd".encode()
