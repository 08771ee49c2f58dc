"""Values of locals as texts: cut, without secrets, and without running code of the app."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest
from pydantic import BaseModel, SecretStr

from lissome.dev.shown_values import shown, shown_locals, shown_named


class Colour(Enum):
    RED = "r"


@dataclass(slots=True)
class Point:
    x: int
    password: str = "p"
    hidden: int = field(default=1, repr=False)


class User(BaseModel):
    name: str
    pin: SecretStr


class Lazy:
    """As an object of a database library: everything about it runs code."""

    def __init__(self) -> None:
        self.id = 7
        self._state = object()

    def __repr__(self) -> str:
        raise AssertionError("code of the app runs")

    @property
    def rows(self) -> Any:
        raise AssertionError("code of the app runs")


class Proxy:
    @property  # type: ignore[misc]  # as libraries write it
    def __class__(self) -> Any:
        raise LookupError


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "None"),
        (True, "True"),
        (Decimal("1.5"), "Decimal('1.5')"),
        (dt.date(2026, 1, 2), "datetime.date(2026, 1, 2)"),
        ("a\nb", r"'a\nb'"),
        ("x" * 300, f"'{'x' * 200}'… (300 in all)"),
        (b"ab", "b'ab'"),
        ([1, (2,), {3}, frozenset({4})], "[1, (2), {3}, frozenset({4})]"),
        (list(range(20)), "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, … 8 more]"),
        ([[[[1]]]], "[[[[… 1]]]]"),
        ({"a": 1, "token": "t"}, "{'a': 1, 'token': ••••}"),
        (Colour.RED, "Colour.RED"),
        (Point(1), "Point(x=1, password=••••)"),
        (User(name="Ada", pin=SecretStr("1")), "User(name='Ada', pin=••••)"),
        (Lazy(), "Lazy(id=7)"),
        (object(), "<object>"),
        (Lazy, "<class Lazy>"),
        ("postgresql://app:hunter2@db/app", "'postgresql://app:••••@db/app'"),
        ("see https://example.com/?key=1", "'see https://example.com/?…'"),
    ],
    ids=lambda one: type(one).__name__ if not isinstance(one, str) else one[:20],
)
def test_shown(value: object, text: str) -> None:
    assert shown(value) == text


@pytest.mark.parametrize("name", ["password", "api_key", "csrf_token", "session", "cookies", "Authorization"])
def test_what_is_called_a_secret_is_not_shown(name: str) -> None:
    assert shown_named(name, "x") == "••••"
    assert shown_named(name, None) == "None"


def test_locals_of_a_frame() -> None:
    values = {"x": 1, "__lissome_write": print, "dt": dt, "proxy": Proxy(), "long": ["y" * 200] * 12}
    shown = dict(shown_locals(values))
    assert list(shown) == ["x", "proxy", "long"]
    assert shown["proxy"] == "<Proxy>"
    assert len(shown["long"]) == 1001


def test_an_int_with_more_digits_than_python_writes() -> None:
    assert shown(10**5000) == "<int>"


def test_an_object_in_itself() -> None:
    loop: list[Any] = []
    loop.append(loop)
    assert shown(loop) == "[[[[… 1]]]]"
