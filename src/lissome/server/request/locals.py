"""The default class of `event.locals`."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any


class Locals(SimpleNamespace):
    """`event.locals`: what hooks learned about the request, for loads, actions and endpoints."""

    def __getattr__(self, name: str) -> Any:
        msg = (
            f"event.locals.{name} was never set for this request; "
            "set it in `handle` of src/hooks.server.py for every request, even if only to None"
        )
        raise AttributeError(msg)
