"""The types of the app's own classes, which `transport` in src/hooks.server.py sends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import NoneType
from typing import Any

from lissome.typescript.hints import hints_of, union_members


def transported_types(transport: Mapping[str, Callable[[Any], Any]]) -> dict[type | str, str]:
    """Return the TypeScript types of the classes that encoders take: what their decoder returns.

    An encoder says its class by the annotation of its argument; one that does not, as a lambda, takes the
    classes that are called as it is. ``HOOKS`` in the types stands for the path of src/hooks.js.
    """
    found: dict[type | str, str] = {}
    for name, encode in transport.items():
        decode = f"(typeof import('HOOKS').transport)[{name!r}]['decode']"
        for kind in _classes(encode) or [name]:
            found[kind] = f"ReturnType<{decode}>"
    return found


def _classes(encode: Callable[[Any], Any]) -> list[type | str]:
    hints = [hint for argument, hint in hints_of(encode).items() if argument != "return"][:1]
    return [
        kind
        for hint in hints
        for kind in union_members(hint)
        if isinstance(kind, type) and kind not in (object, NoneType)
    ]
