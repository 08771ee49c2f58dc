"""The places in the app's code that write, by the number that instrumented statements know them by."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

# The method that reading a missing entry calls: the slot of sites that may create an entry by reading it.
MISSING: Final = "__missing__"
# The variable of a module in which Python notes the warnings that it has shown.
WARNINGS: Final = "__warningregistry__"


class WriteKind(Enum):
    """The way in which a place writes to its target."""

    WRITE = "changes it, it is not known where"
    SLOT = "sets the attribute or key `WriteSite.slot`"
    BIND = "binds a variable of the module or of an outer function"
    TOUCH = "calls a method that may change it"
    EVICT = "takes something out of it"


@dataclass(frozen=True, slots=True)
class WriteSite:
    """A place that writes.

    Attributes:
        module: the module's name.
        file: relative to the app's root, with ``/``.
        line: the line to show, counted from 1.
        first: the first line of its statement.
        last: the last line of its statement.
        kind: the way in which it writes.
        slot: the attribute, variable or constant key that is set, if the code names it.
        is_augmented: True if it adds to the value before (``hits += 1``).
    """

    module: str
    file: str
    line: int
    first: int
    last: int
    kind: WriteKind
    slot: object = None
    is_augmented: bool = False


class WriteSites:
    """The places of all instrumented modules."""

    __slots__ = ("_sites",)

    def __init__(self) -> None:
        self._sites: list[WriteSite] = []

    def add(self, site: WriteSite) -> int:
        """Add a place and return its number."""
        self._sites.append(site)
        return len(self._sites) - 1

    def __getitem__(self, number: int) -> WriteSite:
        return self._sites[number]
