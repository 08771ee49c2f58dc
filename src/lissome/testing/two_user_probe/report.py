"""What the probe has to say: what it sent, what came back, and what leaked."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal

from lissome.state_guard import Finding
from lissome.testing.two_user_probe.canary import Canary


@dataclass(frozen=True, slots=True)
class Leak:
    """Something of one user that another could see, or that stayed behind.

    Attributes:
        kind: ``crossing``: another user got it; ``kept``: it is in the app's state after the request;
            otherwise the kind of the state guard's finding.
        target: what was asked when it was seen: ``GET /users``.
        file: relative to the app's folder; ``""`` when it is not known.
        line: counted from 1; 0 when it is not known.
        place: where it was seen.
        message: what happened, and what to do.
    """

    kind: str
    target: str
    file: str
    line: int
    place: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}{f':{self.line}' if self.line else ''}: " if self.file else ""
        lines = [
            f"{where}{self.kind}: {self.place}",
            *self.message.splitlines(),
            f"while probing {self.target}",
        ]
        return "\n  ".join(lines)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {name: getattr(self, name) for name in ("kind", "target", "file", "line", "place", "message")}


class LeakError(AssertionError):
    """Something leaked; the message lists it."""


@dataclass(slots=True)
class TargetResult:
    """One target, and how it went.

    Attributes:
        statuses: how often each status came; 0 stands for no answer in time.
        skipped: why it was not asked at all, or ``""``.
    """

    target: str
    kind: str
    statuses: Counter[int] = field(default_factory=Counter)
    leaks: list[Leak] = field(default_factory=list)
    skipped: str = ""

    @property
    def sent(self) -> int:
        """How many requests."""
        return self.statuses.total()

    @property
    def never_ran(self) -> bool:
        """Whether each request was turned away, so that little was tested."""
        return bool(self.sent) and all(status == 0 or 400 <= status < 500 for status in self.statuses)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "target": self.target,
            "kind": self.kind,
            "statuses": {str(status): count for status, count in sorted(self.statuses.items())},
            "skipped": self.skipped,
            "leaks": [leak.as_dict() for leak in self.leaks],
        }


@dataclass(slots=True)
class ProbeReport:
    """The result of a probe."""

    users: list[str]
    asked: list[TargetResult] = field(default_factory=list)

    @property
    def leaks(self) -> list[Leak]:
        """All that leaked, each once."""
        return [leak for asked in self.asked for leak in asked.leaks]

    @property
    def sent(self) -> int:
        """How many requests."""
        return sum(asked.sent for asked in self.asked)

    def check(self) -> None:
        """Demand that nothing leaked.

        Raises:
            Crossing: lists what did.
        """
        if self.leaks:
            raise LeakError(f"{self.summary()}:\n\n" + "\n\n".join(map(str, self.leaks)))

    def summary(self) -> str:
        """One line."""
        people = f"{self.sent} requests of {len(self.users)} users"
        count = len(self.leaks)
        return (
            f"{people}: nothing leaked" if not count else f"{people}: {count} leak{'s' if count > 1 else ''}"
        )

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "users": self.users,
            "requests": self.sent,
            "targets": [asked.as_dict() for asked in self.asked],
            "leaks": len(self.leaks),
        }


def of_finding(finding: Finding, target: str) -> Leak:
    """What the state guard found while a target was asked."""
    seen = "".join(f"\nseen in {request}" for request in finding.requests)
    return Leak(finding.kind, target, finding.file, finding.line, finding.place, finding.message + seen)


def of_crossing(
    canary: Canary, *, target: str, file: str, to: str, where: Literal["body", "headers"], excerpt: str
) -> Leak:
    """A canary in somebody else's answer."""
    message = (
        f"{to} got what only {canary.user} had sent, as {canary.spot} of {canary.request}: …{excerpt}…\n"
        "If users are meant to see this of each other, say so: --shared, or shared=[…], with the route."
    )
    return Leak("crossing", target, file, 0, f"response {where} of {to}", message)
