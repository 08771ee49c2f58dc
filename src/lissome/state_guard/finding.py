"""The results of the guard: findings, and texts found by a search of the app's state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FindingKind = Literal["shared", "kept", "growth", "leftover", "process", "event"]


@dataclass(frozen=True, slots=True)
class Finding:
    """State that outlived the request which made it.

    Attributes:
        kind: ``shared``: one session's value was still there for another; ``kept``: a value of a request is
            still there; ``growth``: a container that only grows; ``event``: the event itself stays alive;
            ``leftover``: a task, thread, file or connection; ``process``: a setting of the whole process.
        file: the file of the line that wrote it or made it; relative to the app's root, with ``/``.
        line: counted from 1; 0 when it is not known.
        place: the expression that leads to it: ``lib.server.state.CACHE['mara']``.
        message: what happened, why it harms, and what to write instead.
        requests: labels of the requests it was seen in, in order.
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
    """A text that was found in the app's state.

    Attributes:
        text: the text.
        place: the expression that leads to it: ``lib.server.state.CACHE['mara']``.
        file: the file of the line that wrote it, or else of the line that declares its container.
        line: counted from 1; 0 when it is not known.
        reason: why it is meant to be there (``# lissome: shared -- reason``), or None.
        is_bounded: True if its container has a limit or is emptied by the app's code, as a cache.
    """

    text: str
    place: str
    file: str
    line: int
    reason: str | None = None
    is_bounded: bool = False
