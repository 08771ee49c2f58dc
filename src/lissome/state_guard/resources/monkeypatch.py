"""Standing in the place of a function for a while."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Function = Callable[..., Any]


@contextmanager
def replaced(owner: Any, name: str, make: Callable[[Function], Function]) -> Iterator[None]:
    """Put ``make(original)`` in the place of the function `name` of a module, class or instance.

    If somebody else has put yet another function there meanwhile, that one stays.
    """
    had = name in vars(owner)
    original = getattr(owner, name)
    ours = functools.wraps(original)(make(original))
    setattr(owner, name, ours)
    try:
        yield
    finally:
        if vars(owner).get(name) is ours:
            if had:
                setattr(owner, name, original)
            else:
                delattr(owner, name)
