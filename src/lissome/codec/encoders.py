"""What both encoders are given by the application."""

from collections.abc import Callable, Iterable, Mapping
from types import NoneType
from typing import Any, TypeAlias

Encoders: TypeAlias = Mapping[str, Callable[[Any], object]]
"""The `transport` hook's encoders, by key. Each is called with a value, and returns what to send in its
place, or something falsy when the value is not of its type."""


def encode_custom(encoders: Encoders, value: object) -> tuple[str, object] | None:
    """The key of the first encoder that takes the value, and what it made of it."""
    for key, encode in encoders.items():
        encoded = encode(value)
        if encoded is not False and encoded is not None and _is_truthy(encoded):
            return key, encoded
    return None


def encodes_any(encode: Callable[[Any], object], values: Iterable[object]) -> bool:
    """Whether an encoder takes any of many values; also when it answers anything but False and None."""
    answers = [*map(encode, values)]
    return not {*map(type, answers)} <= {bool, NoneType} or any(answers)


def _is_truthy(value: object) -> bool:
    """JavaScript's notion: an empty list or dict is a value like any other."""
    return bool(value) or (hasattr(type(value), "__len__") and not isinstance(value, str))
