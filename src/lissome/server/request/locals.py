"""The default class of `event.locals`."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from lissome.spellings import no_subscript


class Locals(SimpleNamespace):
    """The default class of `event.locals`: values that hooks provide to loads, actions and endpoints."""

    def __getitem__(self, name: str) -> Any:
        raise no_subscript("event.locals", name, "event.locals." + (name if name.isidentifier() else "name"))

    def __setitem__(self, name: str, value: object) -> None:
        self[name]

    def __getattr__(self, name: str) -> Any:
        msg = (
            f"event.locals.{name} was never set for this request; "
            "set it in `handle` of src/hooks.server.py for every request, even if only to None"
        )
        raise AttributeError(msg)
