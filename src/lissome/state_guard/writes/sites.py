"""The places in the app's code that write: what an instrumented statement's number stands for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

# What reading an entry calls that is not there: the slot of places that may make one so.
MISSING: Final = "__missing__"


class WriteKind(Enum):
    """What a place does to its target."""

    WRITE = "changes it, where exactly is not known before"
    SLOT = "sets the one attribute or key that `Site.slot` names"
    BIND = "rebinds a variable of the module or of an outer function"
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
        act: what it does.
        slot: the name or constant key that is set, if the code says it.
        counts: whether it adds to what is there (``hits += 1``).
    """

    module: str
    file: str
    line: int
    first: int
    last: int
    act: WriteKind
    slot: object = None
    counts: bool = False


class WriteSites:
    """All places of the modules that were instrumented, by number."""

    __slots__ = ("_sites",)

    def __init__(self) -> None:
        self._sites: list[WriteSite] = []

    def add(self, site: WriteSite) -> int:
        """Register a place; returns its number."""
        self._sites.append(site)
        return len(self._sites) - 1

    def __getitem__(self, number: int) -> WriteSite:
        return self._sites[number]
