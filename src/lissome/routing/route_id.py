"""The parameters in a route's id, ``/blog/[slug]``, which is its folder in src/routes.

The rules are those of SvelteKit 3.2's `utils/routing.js`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from lissome.routing.pattern import Param

ROUTES: Final = "src/routes"

SEGMENT_PART: Final = re.compile(
    r"\[(?P<escape>[ux])\+(?P<code>[^\]]+)\]"
    r"|\[(?P<optional>\[)?(?P<rest>\.\.\.)?(?P<name>[\w-]+?)(?:=(?P<matcher>[\w-]+))?\]\]?",
    re.ASCII,
)
"""An escape or a parameter in a route's id."""


def route_id_of(file: str) -> str:
    """Return the id of the folder of a route file: ``src/routes/blog/[slug]/+page.server.py``."""
    folder = PurePosixPath(file).parent.as_posix().removeprefix(ROUTES)
    return folder if folder.startswith("/") else "/"


def params_of(route_id: str) -> tuple[Param, ...]:
    """Return the parameters of a route, in order."""
    parts = SEGMENT_PART.finditer(route_id)
    return tuple(
        Param(part["name"], part["matcher"], bool(part["optional"]), bool(part["rest"]))
        for part in parts
        if part["name"]
    )


def is_below(route_id: str, folder: str) -> bool:
    """True if a route is that of a folder, or below it."""
    return f"{route_id.rstrip('/')}/".startswith(f"{folder.rstrip('/')}/")


@dataclass(frozen=True, slots=True)
class RouteParams:
    """The parameters of a route that a function in one of its files can take by name.

    Attributes:
        always: those that every path has.
        sometimes: optional ones, and, in a layout, those of the routes below it.
        matched: those that have a matcher.
    """

    route_id: str
    always: frozenset[str]
    sometimes: frozenset[str]
    matched: frozenset[str]

    @classmethod
    def of(cls, route_id: str, below: Iterable[str] = ()) -> RouteParams:
        """Return those of a route.

        Args:
            below: for a layout, the ids of all routes; those below it count.
        """
        own = params_of(route_id)
        others = [param for each in below if is_below(each, route_id) for param in params_of(each)]
        always = frozenset(param.name for param in own if not param.optional)
        return cls(
            route_id,
            always,
            frozenset(param.name for param in (*own, *others)) - always,
            frozenset(param.name for param in (*own, *others) if param.matcher),
        )

    def __contains__(self, name: object) -> bool:
        return name in self.always or name in self.sometimes

    def unknown(self, name: str, annotation: str = "str", default: str = "") -> str:
        """Return the message for a function's parameter that nothing fills."""
        known = ", ".join(f"`{one}`" for one in sorted(self.always | self.sometimes))
        count = len(self.always | self.sometimes)
        inner = annotation[len("Annotated[") : -1] if annotation.startswith("Annotated[") else annotation
        there = f"there {'are' if count > 1 else 'is'} {known or 'none'}"
        return (
            f"no parameter `{name}` in {self.route_id}; {there}; for the query write "
            f"`{name}: Annotated[{inner}, Query()]{default}`"
        )

    def may_be_missing(self, name: str, annotation: str = "str") -> str:
        """Return the message for a parameter that must be there in Python, and need not be in the path."""
        return f"`{name}` is not in every path of {self.route_id}; write `{name}: {annotation} | None = None`"
