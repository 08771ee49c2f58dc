"""The application's encoders for its own types, which `stringify` and `uneval` call."""

from collections.abc import Callable, Iterable, Mapping
from types import NoneType
from typing import Any, TypeAlias

Encoders: TypeAlias = Mapping[str, Callable[[Any], object]]
"""The `transport` hook's encoders, by key. Each is called with a value, and returns what to send instead, or
something falsy if the value is not of its type."""


def encode_custom(encoders: Encoders, value: object) -> tuple[str, object] | None:
    """Return the key of the first encoder that takes the value, and its result; None if no encoder does."""
    for key, encode in encoders.items():
        encoded = encode(value)
        if encoded is not False and encoded is not None and _is_truthy(encoded):
            return key, encoded
    return None


def encodes_any(encode: Callable[[Any], object], values: Iterable[object]) -> bool:
    """Return True if an encoder takes one of the values, or returns anything but a bool and None for one."""
    answers = [*map(encode, values)]
    return not {*map(type, answers)} <= {bool, NoneType} or any(answers)


def _is_truthy(value: object) -> bool:
    """Return True if JavaScript takes the value as true: an empty list or dict is."""
    return bool(value) or (hasattr(type(value), "__len__") and not isinstance(value, str))
