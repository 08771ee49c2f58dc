"""The default class of `event.locals`."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any


class Locals(SimpleNamespace):
    """The default class of `event.locals`: values that hooks provide to loads, actions and endpoints."""

    def __getattr__(self, name: str) -> Any:
        msg = (
            f"event.locals.{name} was never set for this request; "
            "set it in `handle` of src/hooks.server.py for every request, even if only to None"
        )
        raise AttributeError(msg)
