"""Replacing a function for a while."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Function = Callable[..., Any]


@contextmanager
def replaced(owner: Any, name: str, make: Callable[[Function], Function]) -> Iterator[None]:
    """Replace the function `name` of a module, class or instance by ``make(original)`` inside this context.

    If other code has replaced it again meanwhile, its function stays.
    """
    is_own = name in vars(owner)
    original = getattr(owner, name)
    replacement = functools.wraps(original)(make(original))
    setattr(owner, name, replacement)
    try:
        yield
    finally:
        if vars(owner).get(name) is replacement:
            if is_own:
                setattr(owner, name, original)
            else:
                delattr(owner, name)
