"""The parameters of a route, `event.params`: by name, with errors that say what there is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lissome.spellings import no_attribute

ParamValue = str | int | float | bool


class Params(dict[str, ParamValue]):
    """The parameters of a path that matches a route."""

    __slots__ = ()

    def __missing__(self, name: str) -> ParamValue:
        known = ", ".join(f"`{one}`" for one in self) or "none"
        msg = f"no parameter {name!r} in this URL; there is {known}. If it is optional: params.get({name!r})"
        raise KeyError(msg)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            raise no_param_attribute(self, name)


def no_param_attribute(params: Mapping[str, ParamValue], name: str) -> AttributeError:
    """Return the error for a parameter that was written as an attribute."""
    if name.startswith("_"):
        return AttributeError(name)
    if name in params:
        return AttributeError(f"event.params has no attribute {name!r}; write event.params[{name!r}]")
    return no_attribute("event.params", dict, name)
