"""The report of a probe: the requests that were sent, their answers, and the leaks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal

from lissome.state_guard import Finding
from lissome.testing.two_user_probe.canary import Canary


@dataclass(frozen=True, slots=True)
class Leak:
    """A value of one user that another could see, or that stayed in the app's state.

    Attributes:
        kind: ``crossing``: another user got it; ``kept``: it is in the app's state after the request;
            otherwise the kind of the state guard's finding.
        target: the target that was probed when it was seen: ``GET /users``.
        file: relative to the app's folder; ``""`` when it is not known.
        line: counted from 1; 0 when it is not known.
        place: the part of the answer, or the expression that leads to it in the app's state.
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
        """Return it as JSON."""
        return {name: getattr(self, name) for name in ("kind", "target", "file", "line", "place", "message")}


class LeakError(AssertionError):
    """A probe has found leaks; the message lists them."""


@dataclass(slots=True)
class TargetResult:
    """The result of probing one target.

    Attributes:
        target: its label.
        kind: see `ProbeTarget`.
        statuses: the number of answers by status; 0 stands for no answer in time.
        leaks: what leaked.
        skipped: why no request was sent, or ``""``.
        refusal: the last answer that refused a request, in JSON, or ``""``.
    """

    target: str
    kind: str
    statuses: Counter[int] = field(default_factory=Counter)
    leaks: list[Leak] = field(default_factory=list)
    skipped: str = ""
    refusal: str = ""

    @property
    def sent(self) -> int:
        """The number of requests."""
        return self.statuses.total()

    @property
    def never_ran(self) -> bool:
        """True if every request was refused, so that little was tested."""
        return bool(self.sent) and all(status == 0 or 400 <= status < 500 for status in self.statuses)

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "target": self.target,
            "kind": self.kind,
            "statuses": {str(status): count for status, count in sorted(self.statuses.items())},
            "skipped": self.skipped,
            "leaks": [leak.as_dict() for leak in self.leaks],
        }


@dataclass(slots=True)
class ProbeReport:
    """The result of a probe.

    Attributes:
        users: their labels.
        targets: the results by target, in order.
    """

    users: list[str]
    targets: list[TargetResult] = field(default_factory=list)

    @property
    def leaks(self) -> list[Leak]:
        """The leaks of all targets, each once."""
        return [leak for result in self.targets for leak in result.leaks]

    @property
    def sent(self) -> int:
        """The number of requests."""
        return sum(result.sent for result in self.targets)

    def check(self) -> None:
        """Raise an error if there are leaks.

        Raises:
            LeakError: lists them.
        """
        if self.leaks:
            raise LeakError(f"{self.summary()}:\n\n" + "\n\n".join(map(str, self.leaks)))

    def summary(self) -> str:
        """Return the numbers of requests, users and leaks in one line."""
        people = f"{self.sent} requests of {len(self.users)} users"
        count = len(self.leaks)
        return (
            f"{people}: nothing leaked" if not count else f"{people}: {count} leak{'s' if count > 1 else ''}"
        )

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "users": self.users,
            "requests": self.sent,
            "targets": [result.as_dict() for result in self.targets],
            "leaks": len(self.leaks),
        }


def of_finding(finding: Finding, target: str) -> Leak:
    """Return a finding of the state guard, reported while a target was probed, as a leak."""
    seen = "".join(f"\nseen in {request}" for request in finding.requests)
    return Leak(finding.kind, target, finding.file, finding.line, finding.place, finding.message + seen)


def of_crossing(
    canary: Canary, *, target: str, file: str, to: str, where: Literal["body", "headers"], excerpt: str
) -> Leak:
    """Return the leak of a canary that was found in another user's answer."""
    said = f"{to} got what only {canary.user} had sent, as {canary.spot} of {canary.request}: …{excerpt}…"
    message = f"{said}\n{_advice(canary, file or 'a file of src')}"
    return Leak("crossing", target, file, 0, f"response {where} of {to}", message)


def _advice(canary: Canary, file: str) -> str:
    """Say what to write if users are meant to see a value of each other; it always helps."""
    name = canary.public_name
    public = (
        f'--public {name}, or in tests probe(public=["{name}"]), or in {file}: '
        f"# lissome: public {name} -- the reason"
    )
    if canary.is_of_user:
        return f"If all users may see this of each other, as names of authors, write {public}."
    route = canary.route
    return (
        f"If all users may see what is sent to {route}, write --shared {route}, or in tests "
        f'probe(shared=["{route}"]); if they may see only {canary.spot}, write {public}.'
    )
