"""What the guard reports, and what a search of the app's state found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FindingKind = Literal["shared", "kept", "growth", "leftover", "process", "event"]


@dataclass(frozen=True, slots=True)
class Finding:
    """State that outlived the request which made it.

    Attributes:
        kind: ``shared``: one session's value was still there for another; ``kept``: something of a request
            stayed; ``growth``: a container that only grows; ``event``: the event itself stays alive;
            ``leftover``: a task, thread, file or connection; ``process``: what the whole process shares.
        file: of the write, or of where the left thing was made; relative to the app's root, with ``/``.
        line: counted from 1; 0 when it is not known.
        place: what holds it, as Python would spell it: ``lib.server.state.CACHE['mara']``.
        message: what happened, why it harms, and what to write instead.
        requests: the requests it was seen in, in order.
    """

    kind: FindingKind
    file: str
    line: int
    place: str
    message: str
    requests: tuple[str, ...] = ()

    def __str__(self) -> str:
        lines = [f"{self.file}:{self.line}: {self.kind}: {self.place}", *self.message.splitlines()]
        lines += [f"seen in {request}" for request in self.requests]
        return "\n  ".join(lines)


@dataclass(frozen=True, slots=True)
class FoundText:
    """A text that was searched for and found in the app's state.

    Attributes:
        text: the one that was found.
        place: where, as Python would spell it.
        file: of the line that wrote it, or else of the line that declares what holds it.
        line: counted from 1; 0 when it is not known.
        reason: why it is meant to be there (``# lissome: shared -- reason``), or None.
        bounded: whether what holds it keeps only so much, or is emptied by the app's code: a cache.
    """

    text: str
    place: str
    file: str
    line: int
    reason: str | None = None
    bounded: bool = False
