"""A scenario: a few steps of a user of the official client, on an app that both servers serve."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from conformance.client.tab import Tab


@dataclass(frozen=True, slots=True)
class Scenario:
    """One comparison of two transcripts.

    Attributes:
        app: a folder of tests/conformance/apps, maybe with a variant: ``client@based``.
        rows: numbers of the rows of the feature table that it covers (`coverage.FEATURES`).
        steps: drives a tab.
        base: the app's `paths.base`.
        deliberate: the id of the reason why the transcripts differ, in `reasons.DELIBERATE`.
    """

    name: str
    app: str
    rows: tuple[int, ...]
    steps: Callable[[Tab], None]
    base: str = ""
    deliberate: str | None = None


def scenario(
    *rows: int, app: str = "client", base: str = "", deliberate: str | None = None
) -> Callable[[Callable[[Tab], None]], Scenario]:
    """Make a scenario of a function; its name says what is tried."""

    def make(steps: Callable[[Tab], None]) -> Scenario:
        return Scenario(steps.__name__.replace("_", " "), app, rows, steps, base, deliberate)

    return make
