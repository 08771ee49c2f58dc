"""What both encoders are given by the application."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

Encoders: TypeAlias = Mapping[str, Callable[[Any], object]]
"""The `transport` hook's encoders, by key. Each is called with a value, and returns what to send in its
place, or something falsy when the value is not of its type."""


def take(encoders: Encoders, value: object) -> tuple[str, object] | None:
    """The key of the first encoder that takes the value, and what it made of it."""
    for key, encode in encoders.items():
        encoded = encode(value)
        if _is_truthy(encoded):
            return key, encoded
    return None


def _is_truthy(value: object) -> bool:
    """JavaScript's notion: an empty list or dict is a value like any other."""
    return bool(value) or (hasattr(type(value), "__len__") and not isinstance(value, str))
