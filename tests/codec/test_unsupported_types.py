"""Explanations for values that cannot be sent. test_python_types.py has more of them."""

from __future__ import annotations

import math

import pytest

from lissome.codec.unsupported_types import explain_unsupported


class Plain:
    pass


class Frame:
    def to_dict(self) -> dict[str, int]:
        return {}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (math, "is the module math. Return values from it."),
        (Plain, "is the class Plain. Return an instance's data, not the class."),
        (print, "is a function (builtin_function_or_method print). Call it, and return its result."),
        (iter([]), "is a generator or iterator (list_iterator), read only once. Return `list(…)` of it."),
        (Frame(), f"is a {__name__}.Frame. Return `.to_dict()` of it."),
    ],
)
def test_special_cases(value: object, text: str) -> None:
    assert explain_unsupported(value) == text


def test_any_other_class() -> None:
    text = explain_unsupported(Plain())
    assert text.startswith(f"is an instance of {__name__}.Plain, which does not say what of it to send.")
    assert "`transport`" in text
