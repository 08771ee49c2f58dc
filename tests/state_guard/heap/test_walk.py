"""Walking through values."""

from __future__ import annotations

import contextvars
import functools
import io
from types import SimpleNamespace
from typing import Any

import pytest

from lissome.state_guard.heap.walk import on_path, pattern_of, text_of, walk

SECRET = "mara-4711"


def paths_to(value: Any, **options: Any) -> list[str]:
    return [path for one, path in walk(value, (), **options) if one is SECRET]


def failed() -> Exception:
    secret = SECRET
    try:
        int(secret)
    except ValueError as error:
        return error
    raise AssertionError


def generator() -> Any:
    secret = SECRET
    yield 1
    yield secret


def context() -> contextvars.Context:
    found = contextvars.Context()
    variable: contextvars.ContextVar[str] = contextvars.ContextVar("user")
    found.run(variable.set, SECRET)
    return found


def suspended() -> Any:
    running = generator()
    next(running)
    return running


@pytest.mark.parametrize(
    ("value", "path"),
    [
        (SECRET, ""),
        ({"user": SECRET}, "['user']"),
        ({SECRET: 1}, "[…]"),
        ([[], [SECRET]], "[1][0]"),
        (SimpleNamespace(user=SimpleNamespace(name=SECRET)), ".user.name"),
        ((1, (2, SECRET)), ""),
        (lambda given=SECRET: given, ".(given=)"),
        (functools.partial(print, SECRET), ""),
        (suspended(), ".secret"),
        (ValueError(SECRET), ".args"),
        (failed(), ".__traceback__ (secret)"),
        (context(), "[user]"),
        (type("Form", (), {"user": SECRET}), ".user"),
    ],
)
def test_paths(value: Any, path: str) -> None:
    assert path in paths_to(value)


def test_circles_end() -> None:
    circle: list[Any] = [SECRET]
    circle.append(circle)
    assert paths_to(circle) == ["[0]"]


def test_depth_and_stops() -> None:
    inner = [SECRET]
    assert paths_to([[inner]], deepest=2) == []
    assert paths_to([[inner]], deepest=3) == ["[0][0][0]"]
    assert [one for one, _ in walk([[inner]], {id(inner)}) if one is SECRET] == []


def test_objects_on_a_path() -> None:
    inner = SimpleNamespace(name=SECRET)
    value = {"user": inner, "other": [1]}
    assert list(on_path(value, "['user'].name")) == [value, inner]


class Name(str):
    __slots__ = ()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Ann", "ann"),
        (Name("Mara"), "mara"),
        (4711, "4711"),
        (True, ""),
        (b"Bob", "bob"),
        (bytearray(b"\xff"), "\ufffd"),
        (io.StringIO("Mara"), "mara"),
        (["Eve"], ""),
        (1 << 70, ""),
    ],
)
def test_texts(value: Any, text: str) -> None:
    assert text_of(value) == text


def test_short_texts_are_found_as_words() -> None:
    pattern = pattern_of(["ann", "ann-4711"], shortest=5)
    assert pattern is not None
    assert pattern.findall("ann ann-4711 hannah ann_b") == ["ann", "ann-4711", "ann"]
    assert pattern_of([]) is None
