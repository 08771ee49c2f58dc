"""The state of an app, shared by all its requests: `event.app`, the value that `init` yields.

It is the same object for all users, so it must not be a place to put things of one of them. Its slots are
checked at start. What they hold, pools and clients, is made for sharing and stays what it is.
"""

from __future__ import annotations

import dataclasses
from collections import deque
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from lissome.errors import AppError

_HOW: Final = """write for example:

    @dataclass(frozen=True, slots=True)
    class State:
        db: Pool

    async def init():
        async with open_pool() as pool:
            yield State(pool)"""
# What everybody can write into, and nobody would clean up.
_CONTAINERS: Final = (list, dict, set, bytearray, deque)
_INSTEAD: Final = "a tuple, a frozenset or a MappingProxyType; for a cache, lissome.cache"


def frozen(value: Any) -> Any:
    """The app's state, as requests get it: what `init` yielded; of a mapping a copy that can only be read.

    Raises:
        AppError: its attributes could be changed, or one is a list, a dict or a set.
    """
    if value is None:
        return None
    if isinstance(value, Mapping):
        value = MappingProxyType(dict(value))
    members = _members(value)
    if members is None:
        msg = (
            f"init in src/hooks.server.py yields a {type(value).__name__}, which requests could change for "
            f"one another. Yield a frozen dataclass, a NamedTuple, a frozen pydantic model or a dict; {_HOW}"
        )
        raise AppError(msg)
    for name, member in members:
        if isinstance(member, _CONTAINERS):
            kind = type(member).__name__
            msg = (
                f"init in src/hooks.server.py yields a state whose {name} is a {kind}: what one request puts "
                f"into it all others would see. Make it {_INSTEAD}."
            )
            raise AppError(msg)
    return value


def _members(value: Any) -> Iterator[tuple[str, Any]] | None:
    """The members of an object whose slots cannot be set; None for any other."""
    if isinstance(value, Mapping):
        return iter(value.items())
    if isinstance(value, tuple):
        names = getattr(value, "_fields", range(len(value)))
        return ((str(name), member) for name, member in zip(names, value, strict=True))
    names = _frozen_fields(value)
    return None if names is None else ((name, getattr(value, name)) for name in names)


def _frozen_fields(value: Any) -> tuple[str, ...] | None:
    """The names in a frozen dataclass, pydantic model or msgspec struct."""
    kind = type(value)
    if dataclasses.is_dataclass(kind) and kind.__dataclass_params__.frozen:  # type: ignore[attr-defined]
        return tuple(field.name for field in dataclasses.fields(kind))
    if hasattr(kind, "model_fields") and kind.model_config.get("frozen", False):
        return tuple(kind.model_fields)
    if hasattr(kind, "__struct_fields__") and kind.__struct_config__.frozen:
        return tuple(kind.__struct_fields__)
    return None
