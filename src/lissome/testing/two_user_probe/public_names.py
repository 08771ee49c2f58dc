"""Inputs that all users may see of each other, such as names of authors: options and comments.

    # lissome: public user, title -- readers see who wrote a post

In the file of a route the comment counts for the answers of that route, in that of a layout for the routes
below it, and anywhere else for all. Without a reason it counts for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from lissome.testing.two_user_probe.canary import Canary

_COMMENT: Final = re.compile(
    r"^\s*#\s*lissome:\s*public\s+(.*?)\s+(?:--|\u2014|\u2013)\s*\w.*$", re.MULTILINE
)
_ROUTES: Final = "src/routes"


@dataclass(frozen=True, slots=True)
class PublicNames:
    """The names of inputs, and values, that everybody may see.

    Attributes:
        everywhere: those that options, or comments outside of routes, name.
        below: by folder, those of the answers of routes there and below it.
        at: by folder, those of the answers of the route of that folder.
    """

    everywhere: frozenset[str]
    below: Mapping[str, frozenset[str]]
    at: Mapping[str, frozenset[str]]

    @classmethod
    def read(cls, given: Iterable[str], texts: Mapping[str, str]) -> PublicNames:
        """Read the comments of the app.

        Args:
            given: options.
            texts: the app's sources, by file.
        """
        everywhere = set(given)
        below: dict[str, frozenset[str]] = {}
        at: dict[str, frozenset[str]] = {}
        for file, text in texts.items():
            names = frozenset(_declared(text))
            folder = str(PurePosixPath(file).parent)
            if names and PurePosixPath(file).name == "+layout.server.py":
                below[folder] = names
            elif names and PurePosixPath(file).name.startswith("+"):
                at[folder] = at.get(folder, frozenset()) | names
            else:
                everywhere |= names
        return cls(frozenset(everywhere), below, at)

    def allows(self, canary: Canary, route_id: str) -> bool:
        """True if a value may be in the answers of a route to other users."""
        mine = {canary.public_name, canary.spot, canary.value}
        folder = f"{_ROUTES}{route_id}".rstrip("/")
        if mine & (self.everywhere | self.at.get(folder, frozenset())):
            return True
        return any(
            mine & names for above, names in self.below.items() if f"{folder}/".startswith(f"{above}/")
        )


def _declared(text: str) -> Iterator[str]:
    for names in _COMMENT.findall(text):
        yield from (name.strip() for name in names.split(",") if name.strip())
