"""`event.platform`: the ASGI scope."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lissome.spellings import PLATFORM, no_attribute


class Platform(dict[str, Any]):
    """The ASGI scope of a request: what the server knows beyond HTTP."""

    __slots__ = ()

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            if name in self:
                msg = f"event.platform is a dict; write event.platform[{name!r}]"
                raise AttributeError(msg)
            raise no_attribute("event.platform", dict, name, PLATFORM)
